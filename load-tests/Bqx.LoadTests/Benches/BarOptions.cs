namespace Bqx.LoadTests.Benches;

/// <summary>How <see cref="BarBench"/> measures.</summary>
internal sealed record BarOptions
{
    /// <value>Minutes that are measured.</value>
    public int Minutes { get; init; } = 2_000;

    /// <value>Minutes a second.</value>
    public int Rate { get; init; } = 20;

    /// <value>Streams of Subscribe, all pairs each.</value>
    public int Subscribers { get; init; } = 50;
}
