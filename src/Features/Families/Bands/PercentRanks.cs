using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Share of the past below a value, ties counting half, over all windows of the family in one scan.</summary>
internal static class PercentRanks
{
    private static readonly int[] Windows = BandFamily.Windows;
    private static readonly Vector512<int> Indices = Vector512<int>.Indices;

    /// <param name="past">The longest window, oldest first. No two values are further apart than an integer reaches.</param>
    /// <param name="value">The value to rank.</param>
    /// <param name="ranks">One for each window.</param>
    public static void Write(ReadOnlySpan<int> past, int value, Span<float> ranks)
    {
        // Σ sign(value − past) = below − above; below + ½·equal = (W + Σ)/2.
        var (sum, end) = (0, past.Length);
        for (var k = 0; k < Windows.Length; k++)
        {
            var begin = past.Length - Windows[k];
            sum += Signs(past[begin..end], value);
            ranks[k] = (float)(0.5 + (0.5 * sum / Windows[k]));
            end = begin;
        }
    }

    // At least 16 values.
    private static int Signs(ReadOnlySpan<int> values, int value)
    {
        var pivot = Vector512.Create(value);
        var signs = Vector512<int>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector512<int>.Count; i += Vector512<int>.Count)
        {
            signs += Sign(pivot - Vector512.Create(values[i..]));
        }

        // The rest are the last lanes of the last sixteen.
        var last = Sign(pivot - Vector512.Create(values[^Vector512<int>.Count..]));
        var rest = Vector512.GreaterThanOrEqual(Indices, Vector512.Create(i - values.Length + Vector512<int>.Count));
        return Vector512.Sum(signs + (last & rest));
    }

    private static Vector512<int> Sign(Vector512<int> difference) =>
        Vector512.Min(Vector512.Max(difference, Vector512.Create(-1)), Vector512<int>.One);
}
