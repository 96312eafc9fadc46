using System.Diagnostics.Metrics;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Sums of the counters of one <see cref="TestMeters"/>, by name and one tag's value.</summary>
internal sealed class MetricSums : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, string Tag), double> _sums = [];
    private readonly MeterListener _listener = new();

    public MetricSums(TestMeters meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.Start();
    }

    /// <summary>The sum of what has the tag; of everything for an empty one.</summary>
    public double this[string name, string tag = ""]
    {
        get
        {
            lock (_lock)
            {
                return _sums.GetValueOrDefault((name, tag));
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            _sums[(name, "")] = _sums.GetValueOrDefault((name, "")) + value;
            foreach (var (_, tag) in tags)
            {
                var key = (name, $"{tag}");
                _sums[key] = _sums.GetValueOrDefault(key) + value;
            }
        }
    }
}
