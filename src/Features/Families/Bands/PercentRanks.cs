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

    private static readonly Vector512<double> HalfInverses = Vector512.Create(0.5) / Vector512.Create(W20, W50, W120, W240, W630, 1.0, 1, 1);

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
        var twice = Vector512.Create(
            Sum(whole20 + Part(ref newest, low, W20)),
            Sum(whole50 + Part(ref newest, low, W50)),
            Sum(whole120 + Part(ref newest, low, W120)),
            Sum(whole240 + Part(ref newest, low, W240)),
            Sum(whole630 + Part(ref newest, low, W630)),
            0,
            0,
            0);
        var shares = Vector512<double>.One - (twice * HalfInverses);
        var rounded = Lanes.Narrow(shares);
        ranks[4] = rounded[4];
        rounded.GetLower().CopyTo(ranks);
    }

    // Of the vectors that lie within a window, and not within a shorter one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Whole<T>(ref T first, Vector512<T> low, int shorter, int window)
        where T : struct, IBinaryInteger<T>
    {
        var sums = Vector512<T>.Zero;
        for (var block = shorter / Vector512<T>.Count; block < window / Vector512<T>.Count; block++)
        {
            sums += Block(ref first, low, block);
        }

        return sums;
    }

    // Of the vector that lies within a window in part: the newest lanes are the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Part<T>(ref T first, Vector512<T> low, int window)
        where T : struct, IBinaryInteger<T>
    {
        var left = T.CreateTruncating(Vector512<T>.Count - (window % Vector512<T>.Count));
        var within = Vector512.GreaterThanOrEqual(Vector512<T>.Indices, Vector512.Create(left));
        return Block(ref first, low, window / Vector512<T>.Count) & within;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Block<T>(ref T first, Vector512<T> low, int block)
        where T : struct, IBinaryInteger<T>
    {
        var above = Vector512.LoadUnsafe(ref first, (nuint)(Reach - ((block + 1) * Vector512<T>.Count))) - low;
        return Vector512.Min(Vector512.Max(above, Vector512<T>.Zero), Vector512.Create(T.CreateTruncating(2)));
    }

    private static double Sum<T>(Vector512<T> lanes)
        where T : struct, IBinaryInteger<T> => int.CreateTruncating(Vector512.Sum(lanes));
}
