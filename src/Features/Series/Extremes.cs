using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Highest and lowest of price and BQX60 over any window up to <see cref="LongestWindow"/>. Level k holds the extremes of the last 4ᵏ minutes as of
/// recent ones; a level follows from four stretches of the one below, and a window is the union of at most four overlapping stretches.
/// </summary>
internal sealed class Extremes(PairSeries prices)
{
    /// <summary>Longest window.</summary>
    public const int LongestWindow = 640;

    // Where the levels of 1, 4, 16, 64 and 256 minutes begin, and how many minutes they go back: powers of two.
    private const int Ones = 0;
    private const int Fours = Ones + 16;
    private const int Sixteens = Fours + 32;
    private const int SixtyFours = Sixteens + 64;
    private const int Longest = SixtyFours + 256;
    private const int Length = Longest + 512;

    // Lanes: high, −low, BQX60, −BQX60 (fixed point).
    private readonly Vector128<int>[] _items = new Vector128<int>[Length];

    /// <summary>Lanes: highest high, −lowest low, highest BQX60, −lowest BQX60 in units of 2^−30.</summary>
    /// <param name="window">Minutes.</param>
    /// <param name="lag">As of how many minutes ago, two at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<int> Over(int window, int lag = 0)
    {
        var last = prices.Number - lag;
        return window switch
        {
            < 4 => Union(Ones, Fours - Ones, 1, last, window),
            < 16 => Union(Fours, Sixteens - Fours, 4, last, window),
            < 64 => Union(Sixteens, SixtyFours - Sixteens, 16, last, window),
            < 256 => Union(SixtyFours, Longest - SixtyFours, 64, last, window),
            _ => Union(Longest, Length - Longest, 256, last, window),
        };
    }

    /// <summary>
    /// Where a minute's close (lane 0) and BQX60 (lane 2) stand between the lowest, 0, and the highest, 1, of the window that ends with it;
    /// 0.5 where these are equal.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        for (var lag = Math.Min(prices.Count, 2 * LongestWindow) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    private void Append(int lag)
    {
        var number = prices.Number - lag;
        var bqx = prices.Bqx.FixedAt(lag);
        var items = _items.AsSpan(0, Length);
        var one = Vector128.Create(prices.HighAt(lag), -prices.LowAt(lag), bqx, -bqx);
        var four = Widen(items, Ones, Fours - Ones, 1, number, one);
        var sixteen = Widen(items, Fours, Sixteens - Fours, 4, number, four);
        var sixtyFour = Widen(items, Sixteens, SixtyFours - Sixteens, 16, number, sixteen);
        items[Longest + (number & (Length - Longest - 1))] = Widen(items, SixtyFours, Longest - SixtyFours, 64, number, sixtyFour);
    }

    // Stores a level's extremes of a minute; returns those of the next level.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(
        Span<Vector128<int>> items, int level, int capacity, int size, int number, Vector128<int> latest)
    {
        items[level + (number & (capacity - 1))] = latest;
        return Vector128.Max(
            Vector128.Max(latest, items[level + ((number - size) & (capacity - 1))]),
            Vector128.Max(
                items[level + ((number - (2 * size)) & (capacity - 1))], items[level + ((number - (3 * size)) & (capacity - 1))]));
    }

    // Four stretches reach over every window of a level; those that would reach too far begin where it begins.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<int> Union(int level, int capacity, int size, int last, int window)
    {
        var items = _items.AsSpan(0, Length);
        var rest = window - size;
        return Vector128.Max(
            Vector128.Max(items[level + (last & (capacity - 1))], items[level + ((last - Math.Min(size, rest)) & (capacity - 1))]),
            Vector128.Max(
                items[level + ((last - Math.Min(2 * size, rest)) & (capacity - 1))], items[level + ((last - rest) & (capacity - 1))]));
    }
}
