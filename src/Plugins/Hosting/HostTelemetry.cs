using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bqx.Plugins.Hosting;

/// <summary>What the runs of members of a bundle tell: a span and the stage <c>encode</c> of <c>bqx.stage.duration</c>.</summary>
public static class HostTelemetry
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "Bqx.Plugins.Hosting";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Stage = Meter.CreateHistogram(
        "bqx.stage.duration",
        "s",
        "Time of each stage from bar to prediction",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.1, 1, 10] });

    private static readonly KeyValuePair<string, object?> Encode = new("stage", "encode");

    internal static Activity? StartEncode() => Activity.Current is null ? null : Source.StartActivity("encode");

    internal static void Encoded(long started) => Stage.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds, Encode);
}
