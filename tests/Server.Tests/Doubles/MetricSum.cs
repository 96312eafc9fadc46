using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Tests.Doubles;

/// <summary>What counters have counted since it was made, by the value of their first tag. Counters of other tests that run meanwhile are not of its scope.</summary>
internal sealed class MetricSum : IDisposable
{
    private readonly ConcurrentDictionary<(string Name, string? Tag), long> _sums = new();
    private readonly MeterListener _listener = new();

    public MetricSum(IMeterFactory scope, params string[] names)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meters.Name && instrument.Meter.Scope == scope && names.Contains(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _sums.AddOrUpdate((instrument.Name, tags.Length > 0 ? tags[0].Value?.ToString() : null), value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string name, string? tag] => _sums.GetValueOrDefault((name, tag));

    public void Dispose() => _listener.Dispose();
}
