using System.Diagnostics.Metrics;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Meters that nobody listens to.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());

    public static PredictionMetrics Prediction() => new(new TestMeters(), TimeProvider.System);

    public static IngestMetrics Ingest() => new(new TestMeters());

    public static SideWriterMetrics SideWriter() => new(new TestMeters());
}
