using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Half widths of normal intervals.</summary>
internal static class IntervalScale
{
    /// <summary>Standard deviations in the half width of an interval of a level: Φ⁻¹((1 + level)/2).</summary>
    public static double Deviations(double level) => NormalDistribution.Quantile((1 + level) / 2);
}
