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

    /// <summary>
    /// Where a minute's close (lane 0) and BQX60 (lane 2) stand between the lowest, 0, and the highest, 1, of the window that ends with it;
    /// 0.5 where these are equal.
    /// </summary>
    public Vector128<float> Positions(int window, int lag = 0)
    {
        var extremes = Over(window, lag);
        var (close, bqx) = (prices.CloseAt(lag), prices.Bqx.FixedAt(lag));
        var lowest = Vector128.Shuffle(extremes, Vector128.Create(1, 1, 3, 3)); // negative
        var above = Vector128.ConvertToSingle(Vector128.Create(close, close, bqx, bqx) + lowest);
        var range = extremes + lowest;
        var positions = above / Vector128.ConvertToSingle(range);
        var flat = Vector128.Equals(range, Vector128<int>.Zero).AsSingle();
        return Vector128.ConditionalSelect(flat, Vector128.Create(0.5f), positions);
    }

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
        var items = _items;
        for (var size = 2; size < items.Length; size *= 2)
        {
            items[size + (number & (size - 1))] = value;
            value = Vector128.Max(value, items[size + ((number - (size / 2)) & (size - 1))]);
        }
    }

    private Vector128<int> At(int level, int number) => _items[(2 << level) + (number & ((2 << level) - 1))];
}
