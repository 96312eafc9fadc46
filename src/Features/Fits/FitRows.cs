using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>The features of a fit as they are written: one row a window of <see cref="FitWindows"/>, one column a term.</summary>
internal static class FitRows
{
    /// <summary>Terms in a row.</summary>
    public const int Width = 12;

    /// <summary>Numbers in all rows.</summary>
    public const int Length = FitWindows.Count * Width;

    // From the lanes of two terms: both of windows 0 to 3, and of 4 and 5, each couple twice.
    private static readonly Vector512<int> First = Vector512.Create(0, 8, 0, 8, 1, 9, 1, 9, 2, 10, 2, 10, 3, 11, 3, 11);
    private static readonly Vector512<int> Last = Vector512.Create(4, 12, 4, 12, 5, 13, 5, 13, 4, 12, 4, 12, 5, 13, 5, 13);
    private static readonly Vector512<float> Front = Vector512.Create(-1L, 0, -1, 0, -1, 0, -1, 0).AsSingle();

    /// <summary>Writes four columns.</summary>
    /// <param name="one">Lanes of the first term, then of the second.</param>
    /// <param name="next">Lanes of the third term, then of the fourth.</param>
    /// <param name="rows">From the first column's number of the first row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> one, Vector512<float> next, Span<float> rows)
    {
        var first = Vector512.ConditionalSelect(Front, Vector512.Shuffle(one, First), Vector512.Shuffle(next, First));
        var last = Vector512.ConditionalSelect(Front, Vector512.Shuffle(one, Last), Vector512.Shuffle(next, Last)).GetLower();
        last.GetUpper().CopyTo(rows[(5 * Width)..]);
        last.GetLower().CopyTo(rows[(4 * Width)..]);
        first.GetUpper().GetUpper().CopyTo(rows[(3 * Width)..]);
        first.GetUpper().GetLower().CopyTo(rows[(2 * Width)..]);
        first.GetLower().GetUpper().CopyTo(rows[Width..]);
        first.GetLower().GetLower().CopyTo(rows);
    }
}
