using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Share of the past below a value, ties counting half, over all windows of the family in one scan.</summary>
internal static class PercentRanks
{
    /// <summary>Values of the past that are read: those of the longest window, made up to whole vectors.</summary>
    public const int Reach = 640;

    // Those of the family, by position.
    private const int W20 = 20;
    private const int W50 = 50;
    private const int W120 = 120;
    private const int W240 = 240;
    private const int W630 = 630;

    // One 128-bit lane a window of the shorter four.
    private static readonly Vector512<int> Doubles = Vector512.Create(
        Vector256.Create(Vector128.Create(2 * W20), Vector128.Create(2 * W50)),
        Vector256.Create(Vector128.Create(2 * W120), Vector128.Create(2 * W240)));

    /// <param name="past">The last values of the past, <see cref="Reach"/> at least, oldest first. What wraps around is compared rightly
    /// as long as value less past lies 1 within the bounds of the type.</param>
    /// <param name="value">The value to rank.</param>
    /// <param name="ranks">One for each window.</param>
    public static void Write<T>(ReadOnlySpan<T> past, T value, Span<float> ranks)
        where T : struct, IBinaryInteger<T>
    {
        // 1 for what equals and 2 for what is above: below + ½·equal = W − Σ/2.
        ref var newest = ref MemoryMarshal.GetReference(past[^Reach..]);
        var low = Vector512.Create(value - T.One);
        var whole20 = Whole(ref newest, low, 0, W20);
        var whole50 = whole20 + Whole(ref newest, low, W20, W50);
        var whole120 = whole50 + Whole(ref newest, low, W50, W120);
        var whole240 = whole120 + Whole(ref newest, low, W120, W240);
        var whole630 = whole240 + Whole(ref newest, low, W240, W630);
        var twice = SumEach(Vector512.Create(
            Vector256.Create(Quarter(whole20 + Part(ref newest, low, W20, Within<T>.Twenty)), Quarter(whole50 + Part(ref newest, low, W50, Within<T>.Fifty))),
            Vector256.Create(Quarter(whole120 + Part(ref newest, low, W120, Within<T>.HundredTwenty)), Quarter(whole240 + Part(ref newest, low, W240, Within<T>.TwoHundredForty)))));
        var shares = Vector512.ConvertToSingle(Doubles - twice) / Vector512.ConvertToSingle(Doubles);
        ranks[4] = ((2 * W630) - Vector128.Sum(Quarter(whole630 + Part(ref newest, low, W630, Within<T>.SixHundredThirty)))) / (2f * W630);
        Vector512.Shuffle(shares, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).GetLower().GetLower().CopyTo(ranks);
    }

    // Of the vectors that lie within a window, and not within a shorter one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Whole<T>(ref T first, Vector512<T> low, int shorter, int window)
        where T : struct, IBinaryInteger<T>
    {
        var (one, other) = (Vector512<T>.Zero, Vector512<T>.Zero);
        var block = shorter / Vector512<T>.Count;
        var end = window / Vector512<T>.Count;
        for (; block + 1 < end; block += 2)
        {
            one += Block(ref first, low, block);
            other += Block(ref first, low, block + 1);
        }

        return block < end ? one + other + Block(ref first, low, block) : one + other;
    }

    // Of the vector that lies within a window in part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Part<T>(ref T first, Vector512<T> low, int window, Vector512<T> within)
        where T : struct, IBinaryInteger<T> => Block(ref first, low, window / Vector512<T>.Count) & within;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Block<T>(ref T first, Vector512<T> low, int block)
        where T : struct, IBinaryInteger<T>
    {
        var above = Vector512.LoadUnsafe(ref first, (nuint)(Reach - ((block + 1) * Vector512<T>.Count))) - low;
        return Vector512.Min(Vector512.Max(above, Vector512<T>.Zero), Vector512.Create(T.CreateTruncating(2)));
    }

    // Which lanes of the vector that lies within a window in part do: the newest are the last.
    private static class Within<T>
        where T : struct, IBinaryInteger<T>
    {
        public static readonly Vector512<T> Twenty = Of(W20);
        public static readonly Vector512<T> Fifty = Of(W50);
        public static readonly Vector512<T> HundredTwenty = Of(W120);
        public static readonly Vector512<T> TwoHundredForty = Of(W240);
        public static readonly Vector512<T> SixHundredThirty = Of(W630);

        private static Vector512<T> Of(int window)
        {
            var left = T.CreateTruncating(Vector512<T>.Count - (window % Vector512<T>.Count));
            return Vector512.GreaterThanOrEqual(Vector512<T>.Indices, Vector512.Create(left));
        }
    }

    // Four sums of some of the lanes each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Quarter<T>(Vector512<T> lanes)
        where T : struct, IBinaryInteger<T>
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        if (typeof(T) == typeof(short))
        {
            var (lower, upper) = Vector256.Widen(half.AsInt16());
            half = (lower + upper).As<int, T>();
        }

        return half.GetLower().AsInt32() + half.GetUpper().AsInt32();
    }

    // Of each 128 bits, in all their lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> SumEach(Vector512<int> lanes)
    {
        lanes += Vector512.Shuffle(lanes, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
        return lanes + Vector512.Shuffle(lanes, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    }
}
