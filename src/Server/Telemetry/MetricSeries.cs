using System.Text;

namespace Bqx.Server.Telemetry;

/// <summary>One series: a value, or the buckets of a histogram. All fields are written by Interlocked only.</summary>
internal sealed class MetricSeries
{
    private readonly string _labels;
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;

    public MetricSeries(string labels, IReadOnlyList<double>? bounds)
    {
        _labels = labels;
        _bounds = bounds is null ? [] : [.. bounds];
        _buckets = bounds is null ? [] : new long[bounds.Count + 1];
    }

    public void Record(double value, bool replaces)
    {
        if (_buckets.Length > 0)
        {
            var index = Array.BinarySearch(_bounds, value);
            Interlocked.Increment(ref _buckets[index < 0 ? ~index : index]);
        }

        if (replaces)
        {
            Interlocked.Exchange(ref _value, value);
            return;
        }

        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void Write(StringBuilder text, string name)
    {
        if (_buckets.Length == 0)
        {
            Line(text, name, "", MetricsText.Show(Volatile.Read(ref _value)));
            return;
        }

        var count = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            count += Volatile.Read(ref _buckets[i]);
            var bound = i < _bounds.Length ? _bounds[i] : double.PositiveInfinity;
            Line(text, name + "_bucket", $"le=\"{MetricsText.Show(bound)}\"", $"{count}");
        }

        Line(text, name + "_sum", "", MetricsText.Show(Volatile.Read(ref _value)));
        Line(text, name + "_count", "", $"{count}");
    }

    private void Line(StringBuilder text, string name, string extra, string value)
    {
        var labels = _labels.Length > 0 && extra.Length > 0 ? $"{_labels},{extra}" : _labels + extra;
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }
}
