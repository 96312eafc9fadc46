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
        var sums = default(Sums);
        sums.Add(ticks, target);
        return sums.Result;
    }

    /// <summary>Runs over segments, each without gaps; nothing reaches from one to the next.</summary>
    public static MartingaleCheck Run(IEnumerable<int[]> segments, Target target)
    {
        var sums = default(Sums);
        foreach (var ticks in segments)
        {
            sums.Add(ticks, target);
        }

        return sums.Result;
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

    private struct Sums
    {
        private double _errors;
        private double _total;
        private long _minutes;
        private long _hits;
        private long _signs;

        public readonly MartingaleCheck Result => new(
            _total > 0 ? 1 - (_errors / _total) : 0, _signs > 0 ? (double)_hits / _signs : 0.5, _minutes);

        public void Add(ReadOnlySpan<int> ticks, Target target)
        {
            var (window, horizon) = (target.Window.Minutes, target.Horizon.Minutes);
            var near = Martingale.ForecastWindow(target)?.Minutes
                ?? throw new ArgumentException($"{target} has the forecast 0: its R² is 0 by definition.", nameof(target));
            var sums = PrefixSums(ticks);
            for (var t = window; t + horizon < ticks.Length; t++)
            {
                Add(Bqx(ticks, sums, t, near), Bqx(ticks, sums, t + horizon, window));
            }
        }

        private void Add(double forecast, double actual)
        {
            _errors += (actual - forecast) * (actual - forecast);
            _total += actual * actual;
            _minutes++;
            if (forecast != 0 && actual != 0)
            {
                _signs++;
                _hits += forecast > 0 == actual > 0 ? 1 : 0;
            }
        }
    }
}
