namespace Bqx.LoadTests.Measuring;

/// <summary>Percentiles in microseconds.</summary>
internal sealed record LatencySummary(double P50, double P95, double P99, double P999, double Max)
{
    public const double Nanoseconds = 1_000;
    public const double Microseconds = 1;

    /// <param name="unitsPerMicrosecond">What the histogram's values are: nanoseconds, or whole microseconds.</param>
    public static LatencySummary Of(LatencyHistogram histogram, double unitsPerMicrosecond = Nanoseconds) => new(
        histogram.ValueAt(0.5) / unitsPerMicrosecond,
        histogram.ValueAt(0.95) / unitsPerMicrosecond,
        histogram.ValueAt(0.99) / unitsPerMicrosecond,
        histogram.ValueAt(0.999) / unitsPerMicrosecond,
        histogram.Max / unitsPerMicrosecond);
}
