using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>
/// Pesaran and Timmermann's test on samples at least an hour and the horizon apart, so that labels do not overlap: the mean statistic
/// over all phases of such samples. Pairs are pooled; as they move together the statistic is multiplied by √(rank/pairs).
/// </summary>
internal static class DirectionTest
{
    private const int Hour = 60;

    public static void Run(BqxFrame frame, Subject subject, float[] forecasts)
    {
        var context = frame.Context;
        var stride = context.Rows.Stride;
        var phases = new SignCounts[(Math.Max(Hour, frame.Target.Horizon.Minutes) + stride - 1) / stride];
        for (var row = 0; row < forecasts.Length; row++)
        {
            phases[context.Map.Slots[row] % phases.Length].Add(frame.Actual[row], forecasts[row]);
        }

        var pairs = context.Map.PairSlices.Length;
        var sum = 0.0;
        foreach (ref readonly var phase in phases.AsSpan())
        {
            sum += PesaranTimmermann.Statistic(phase);
        }

        var statistic = sum / phases.Length * Math.Sqrt((double)EffectiveSize.Of(pairs) / pairs);
        var test = new TestOutcome(statistic, NormalDistribution.Survival(statistic), forecasts.Length);
        context.Add(subject, Metrics.PesaranTimmermann, test, "independence");
    }
}
