using Bqx.Core;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// What the martingale forecast achieves on a series of closes: R² (without a mean) and directional accuracy, to be held against
/// <see cref="Martingale.RSquared"/> and <see cref="Martingale.DirectionalAccuracy"/>. Every minute is used.
/// </summary>
/// <param name="RSquared">1 − Σ(BQX − forecast)²/ΣBQX².</param>
/// <param name="DirectionalAccuracy">Share of minutes with the right sign; those where either is 0 do not count.</param>
/// <param name="Minutes">How many minutes were used.</param>
public readonly record struct MartingaleCheck(double RSquared, double DirectionalAccuracy, long Minutes)
{
    /// <summary>Runs over closes, minute by minute without gaps.</summary>
    /// <param name="ticks">Closes, ticks, all positive.</param>
    /// <param name="target">A target whose horizon is shorter than its window.</param>
    public static MartingaleCheck Run(ReadOnlySpan<int> ticks, Target target)
    {
        var window = target.Window.Minutes;
        var horizon = target.Horizon.Minutes;
        var near = Martingale.ForecastWindow(target)?.Minutes
            ?? throw new ArgumentException($"{target} has the forecast 0: its R² is 0 by definition.", nameof(target));
        var sums = PrefixSums(ticks);
        var (errors, total, minutes, hits, signs) = (0.0, 0.0, 0L, 0L, 0L);
        for (var t = window; t + horizon < ticks.Length; t++)
        {
            var forecast = Bqx(ticks, sums, t, near);
            var actual = Bqx(ticks, sums, t + horizon, window);
            errors += (actual - forecast) * (actual - forecast);
            total += actual * actual;
            minutes++;
            if (forecast != 0 && actual != 0)
            {
                signs++;
                hits += forecast > 0 == actual > 0 ? 1 : 0;
            }
        }

        return new MartingaleCheck(total > 0 ? 1 - (errors / total) : 0, signs > 0 ? (double)hits / signs : 0.5, minutes);
    }

    // Exact: integers, and a year of closes stays far below 2^63.
    private static long[] PrefixSums(ReadOnlySpan<int> ticks)
    {
        var sums = new long[ticks.Length + 1];
        for (var i = 0; i < ticks.Length; i++)
        {
            sums[i + 1] = sums[i] + ticks[i];
        }

        return sums;
    }

    // Σ (P[t−i] − P[t]) / P[t], i = 1..W.
    private static double Bqx(ReadOnlySpan<int> ticks, long[] sums, int t, int window) =>
        (double)(sums[t] - sums[t - window] - ((long)window * ticks[t])) / ticks[t];
}
