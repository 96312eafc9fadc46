using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Strength of the eight currencies: the mean of the oriented returns of a currency's seven pairs, each in units of its own deviation on
/// a random walk. Over all currencies it adds up to zero.
/// </summary>
internal static class CurrencyStrength
{
    /// <summary>The strengths over a window, by currency.</summary>
    /// <param name="logs">Log prices of all pairs.</param>
    /// <param name="inverseSigmas">1/σ by row of the grid.</param>
    /// <param name="window">Minutes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Over(LogPrices logs, ReadOnlySpan<Vector512<double>> inverseSigmas, int window)
    {
        var now = logs.At(0);
        var before = logs.At(window);
        var sum = Vector512<double>.Zero;
        for (var currency = 0; currency < CurrencyGrid.Currencies; currency++)
        {
            sum += (before[currency] - now[currency]) * inverseSigmas[currency]; // Y/X moves as X/Y does, turned over
        }

        return sum * Vector512.Create(1 / (Math.Sqrt(window) * (CurrencyGrid.Currencies - 1)));
    }
}
