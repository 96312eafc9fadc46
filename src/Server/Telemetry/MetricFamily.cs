using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Bqx.Server.Telemetry;

/// <summary>One metric with all its series. Recorded from any thread without a lock, except for the first value of a new series.</summary>
internal sealed class MetricFamily
{
    private readonly int _maxSeries;
    private readonly string _type;
    private readonly string _help;
    private readonly bool _observable;
    private readonly IReadOnlyList<double>? _bounds;
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    // The last few tag sets met, so that the usual ones need no text. Replaced whole.
    private volatile (string Key, object? Value, MetricSeries Series)[] _single = [];
    private volatile MetricSeries? _untagged;

    public MetricFamily(Instrument instrument, int maxSeries)
    {
        _maxSeries = maxSeries;
        _observable = instrument.IsObservable;
        _help = instrument.Description ?? "";
        var kind = instrument.GetType().Name;
        _type = kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : kind.Contains("Counter", StringComparison.Ordinal) && !kind.Contains("UpDown", StringComparison.Ordinal) ? "counter"
            : "gauge";
        _bounds = _type == "histogram"
            ? (instrument as Instrument<double>)?.Advice?.HistogramBucketBoundaries ?? throw new ArgumentException(
                $"{instrument.Name} is a histogram without bucket bounds.", nameof(instrument))
            : null;
        Name = NameOf(instrument, _type);
        Instrument = instrument;
    }

    public string Name { get; }

    public Instrument Instrument { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = tags.Length switch
        {
            0 => _untagged ??= Find(tags),
            1 => FindSingle(tags),
            _ => Find(tags),
        };
        series?.Record(value, _type == "gauge" || _observable);
    }

    /// <summary>An observable instrument tells its whole state each time: what it no longer tells is gone.</summary>
    public void BeforeObserving()
    {
        if (_observable)
        {
            (_untagged, _single) = (null, []);
            _series.Clear();
        }
    }

    /// <summary>All series of a histogram together.</summary>
    public HistogramReading ToReading()
    {
        var bounds = _bounds ?? throw new InvalidOperationException($"{Name} is not a histogram.");
        var counts = new long[bounds.Count + 1];
        foreach (var series in _series.Values)
        {
            series.AddTo(counts);
        }

        return new HistogramReading(bounds, counts);
    }

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        text.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(_type).Append('\n');
        foreach (var (_, series) in _series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            series.Write(text, Name);
        }
    }

    private static string NameOf(Instrument instrument, string type)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return name + unit + (type == "counter" ? "_total" : "");
    }

    private MetricSeries? FindSingle(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var known = _single;
        foreach (ref readonly var entry in known.AsSpan())
        {
            if (ReferenceEquals(entry.Value, tags[0].Value) && ReferenceEquals(entry.Key, tags[0].Key))
            {
                return entry.Series;
            }
        }

        var series = Find(tags);
        if (series is not null && known.Length < 16)
        {
            _single = [.. known, (tags[0].Key, tags[0].Value, series)];
        }

        return series;
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (_series.TryGetValue(labels, out var known))
        {
            return known;
        }

        return _series.Count < _maxSeries ? _series.GetOrAdd(labels, text => new MetricSeries(text, _bounds)) : null;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var escaped = $"{value}".Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            text.Append(text.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }
}
