using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Highest and lowest of the last 15 values, and a ring of the past ones: the extremes over any multiple of 15 values follow from them.
/// </summary>
internal sealed class SlidingExtremes
{
    /// <summary>Values in the short window.</summary>
    public const int Step = 15;

    private const int RingSize = 64;

    // Of each number its high, then its low negated.
    private readonly int[] _ring = new int[2 * RingSize];
    private int _number;

    /// <param name="number">Number of the last value.</param>
    /// <param name="values">The last <see cref="Step"/> values.</param>
    public void Push(int number, ReadOnlySpan<int> values)
    {
        // Eight values and eight: the one in the middle is in both.
        var one = Vector256.Create(values);
        var other = Vector256.Create(values[(Step - Vector256<int>.Count)..]);
        var highs = Vector256.Max(one, other);
        var lows = Vector256.Max(-one, -other);
        var both = Vector256.Create(
            Vector128.Max(highs.GetLower(), highs.GetUpper()), Vector128.Max(lows.GetLower(), lows.GetUpper()));
        both = Vector256.Max(both, Vector256.Shuffle(both, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        both = Vector256.Max(both, Vector256.Shuffle(both, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
        _number = number;
        var place = 2 * (number & (RingSize - 1));
        _ring[place + 1] = both[4];
        _ring[place] = both[0];
    }

    /// <summary>
    /// Highest and, negated, lowest of the values 1 to 15, to 30, to 45, to 60 and to 75 before the last one, in the first five lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<int> Highs, Vector256<int> LowsNegated) Before() => (Widening(0), Widening(1));

    public void Reset()
    {
        Array.Clear(_ring);
        _number = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Widening(int side)
    {
        var before = _number - 1;
        var oldest = At(before - (4 * Step), side);
        var highs = Vector256.Create(
            At(before, side),
            At(before - Step, side),
            At(before - (2 * Step), side),
            At(before - (3 * Step), side),
            oldest,
            oldest,
            oldest,
            oldest);
        highs = Vector256.Max(highs, Vector256.Shuffle(highs, Vector256.Create(0, 0, 1, 2, 3, 4, 5, 6)));
        highs = Vector256.Max(highs, Vector256.Shuffle(highs, Vector256.Create(0, 1, 0, 1, 2, 3, 4, 5)));
        return Vector256.Max(highs, Vector256.Shuffle(highs, Vector256.Create(0, 1, 2, 3, 0, 1, 2, 3)));
    }

    private int At(int number, int side) => _ring[(2 * (number & (RingSize - 1))) + side];
}
