using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Share of the past below a value, ties counting half, over all windows of the family in one scan.</summary>
internal static class PercentRanks
{
    private static readonly int[] Windows = BandFamily.Windows;
    private static readonly double[] HalfInverses = [.. Windows.Select(window => 0.5 / window)];

    /// <param name="past">The longest window, no shorter, oldest first. No two values are further apart than an integer reaches.</param>
    /// <param name="value">The value to rank.</param>
    /// <param name="ranks">One for each window.</param>
    public static void Write(ReadOnlySpan<int> past, int value, Span<float> ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(past.Length, Windows[^1]);

        // Σ sign(value − past) = below − above; below + ½·equal = (W + Σ)/2.
        ref var first = ref MemoryMarshal.GetReference(past);
        var pivot = Vector512.Create(value);
        var signs = Vector512<int>.Zero;
        var end = past.Length;
        for (var k = 0; k < Windows.Length; k++)
        {
            var begin = past.Length - Windows[k];
            signs += Signs(ref first, begin, end, pivot);
            ranks[k] = (float)(0.5 + (Vector512.Sum(signs) * HalfInverses[k]));
            end = begin;
        }
    }

    // At least 16 values; the last few are the last lanes of the last sixteen.
    private static Vector512<int> Signs(ref int first, int begin, int end, Vector512<int> pivot)
    {
        var signs = Vector512<int>.Zero;
        var last = end - Vector512<int>.Count;
        var i = begin;
        for (; i <= last; i += Vector512<int>.Count)
        {
            signs += Sign(pivot - Vector512.LoadUnsafe(ref first, (nuint)i));
        }

        var rest = Vector512.GreaterThanOrEqual(Vector512<int>.Indices, Vector512.Create(i - last));
        return signs + (Sign(pivot - Vector512.LoadUnsafe(ref first, (nuint)last)) & rest);
    }

    private static Vector512<int> Sign(Vector512<int> difference) =>
        Vector512.Min(Vector512.Max(difference, Vector512.Create(-1)), Vector512<int>.One);
}
