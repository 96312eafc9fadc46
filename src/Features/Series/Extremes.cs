using System.Numerics;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Highest and lowest of price and BQX60 over any window up to <see cref="LongestWindow"/>. Level k holds the extremes of the last 2ᵏ minutes as of each
/// of the last 2ᵏ⁺¹; a level follows from the one below, and a window is the union of two overlapping stretches of one level.
/// </summary>
internal sealed class Extremes(PairSeries prices)
{
    /// <summary>Longest window.</summary>
    public const int LongestWindow = (1 << Levels) - 1;

    private const int Levels = 10;

    // Level k begins at 2ᵏ⁺¹. Lanes: high, −low, BQX60, −BQX60 (fixed point).
    private readonly Vector128<int>[] _items = new Vector128<int>[1 << (Levels + 1)];

    /// <summary>Lanes: highest high, −lowest low, highest BQX60, −lowest BQX60 in units of 2^−30.</summary>
    /// <param name="window">Minutes.</param>
    /// <param name="lag">As of how many minutes ago, a few at most: lag + window ≤ 2·2ᵏ + 1, 2ᵏ ≤ window.</param>
    public Vector128<int> Over(int window, int lag = 0)
    {
        var level = BitOperations.Log2((uint)window);
        var last = prices.Number - lag;
        return Vector128.Max(At(level, last), At(level, last - window + (1 << level)));
    }

    /// <summary>Where a value stands between the lowest, 0, and the highest, 1; 0.5 where they are equal.</summary>
    public static double Position(int value, int lowest, int highest) =>
        highest == lowest ? 0.5 : ((double)value - lowest) / ((double)highest - lowest);

    public void Advance() => Append(0);

    public void Reset() => Array.Clear(_items);

    /// <summary>Nothing is stored: the levels follow from the bars.</summary>
    public void Load()
    {
        Reset();
        for (var lag = Math.Min(prices.Count, LongestWindow + 1) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    private void Append(int lag)
    {
        var number = prices.Number - lag;
        var bqx = prices.Bqx.FixedAt(lag);
        var value = Vector128.Create(prices.HighAt(lag), -prices.LowAt(lag), bqx, -bqx);
        At(0, number) = value;
        for (var level = 1; level < Levels; level++)
        {
            value = Vector128.Max(value, At(level - 1, number - (1 << (level - 1))));
            At(level, number) = value;
        }
    }

    private ref Vector128<int> At(int level, int number) => ref _items[(2 << level) + (number & ((2 << level) - 1))];
}
