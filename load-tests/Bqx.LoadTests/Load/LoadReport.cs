using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Load;

/// <summary>
/// The end of a run. <see cref="Pacing"/> is how late calls were sent (open loop only): it is contained in the
/// latencies, and says how much of them is the generator's own.
/// </summary>
internal sealed record LoadReport(
    LatencyHistogram Latencies,
    LatencySummary Pacing,
    long Failed,
    IReadOnlyDictionary<string, long> Failures,
    TimeSpan Elapsed)
{
    public long Succeeded => Latencies.Count;

    public LatencySummary Latency { get; } = LatencySummary.Of(Latencies);

    public double PerSecond => Elapsed > TimeSpan.Zero ? Succeeded / Elapsed.TotalSeconds : 0;
}
