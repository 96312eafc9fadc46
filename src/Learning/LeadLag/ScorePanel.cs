using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Learning.LeadLag;

/// <summary>Blocks of rows of sixteen numbers, and the 16 × 16 sums of their outer products.</summary>
internal static class ScorePanel
{
    /// <summary>Numbers in a row: two vectors of eight.</summary>
    public const int Width = 16;

    private const int Tile = 4;

    /// <summary>
    /// Rows of moving sums: row t = Σ over the last <paramref name="span"/> times s ≤ t of residual[s] · (past[s−16] … past[s−1]).
    /// </summary>
    /// <param name="residuals">From <paramref name="span"/> times before the first row.</param>
    /// <param name="past">From sixteen times before the first residual.</param>
    /// <param name="span">Terms in a sum.</param>
    /// <param name="sums">The sums before the first row; those after the last one when it returns.</param>
    /// <param name="rows">Receives the rows.</param>
    public static void Slide(
        ReadOnlySpan<double> residuals, ReadOnlySpan<double> past, int span, Span<double> sums, Span<double> rows)
    {
        ref var pasts = ref MemoryMarshal.GetReference(past);
        var (low, high) = (Vector512.Create<double>(sums), Vector512.Create<double>(sums[8..]));
        var count = rows.Length / Width;
        for (var t = 0; t < count; t++)
        {
            var (entering, leaving) = (residuals[t + span], residuals[t]);
            low += (entering * Load(ref pasts, t + span)) - (leaving * Load(ref pasts, t));
            high += (entering * Load(ref pasts, t + span + 8)) - (leaving * Load(ref pasts, t + 8));
            low.CopyTo(rows[(t * Width)..]);
            high.CopyTo(rows[((t * Width) + 8)..]);
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    /// <summary>Adds Σ oneᵀ·other over the rows of two blocks of the same length.</summary>
    public static void AddProducts(ReadOnlySpan<double> one, ReadOnlySpan<double> other, Span<double> products)
    {
        for (var i = 0; i < Width; i += Tile)
        {
            AddTile(one[i..], other, products.Slice(i * Width, Tile * Width));
        }
    }

    // Four rows of the product: eight sums that stay in registers.
    private static void AddTile(ReadOnlySpan<double> one, ReadOnlySpan<double> other, Span<double> products)
    {
        ref var left = ref MemoryMarshal.GetReference(one);
        ref var right = ref MemoryMarshal.GetReference(other);
        ref var sums = ref MemoryMarshal.GetReference(products);
        var (a0, a1) = (Load(ref sums, 0), Load(ref sums, 8));
        var (b0, b1) = (Load(ref sums, 16), Load(ref sums, 24));
        var (c0, c1) = (Load(ref sums, 32), Load(ref sums, 40));
        var (d0, d1) = (Load(ref sums, 48), Load(ref sums, 56));
        for (var t = 0; t < other.Length; t += Width)
        {
            var (low, high) = (Load(ref right, t), Load(ref right, t + 8));
            var x = Vector512.Create(one[t]);
            (a0, a1) = (Vector512.FusedMultiplyAdd(x, low, a0), Vector512.FusedMultiplyAdd(x, high, a1));
            x = Vector512.Create(one[t + 1]);
            (b0, b1) = (Vector512.FusedMultiplyAdd(x, low, b0), Vector512.FusedMultiplyAdd(x, high, b1));
            x = Vector512.Create(one[t + 2]);
            (c0, c1) = (Vector512.FusedMultiplyAdd(x, low, c0), Vector512.FusedMultiplyAdd(x, high, c1));
            x = Vector512.Create(one[t + 3]);
            (d0, d1) = (Vector512.FusedMultiplyAdd(x, low, d0), Vector512.FusedMultiplyAdd(x, high, d1));
        }

        (a0, a1).Store(products);
        (b0, b1).Store(products[16..]);
        (c0, c1).Store(products[32..]);
        (d0, d1).Store(products[48..]);
    }

    private static Vector512<double> Load(ref double start, int offset) => Vector512.LoadUnsafe(ref start, (nuint)offset);

    private static void Store(this (Vector512<double> Low, Vector512<double> High) row, Span<double> target)
    {
        row.Low.CopyTo(target);
        row.High.CopyTo(target[8..]);
    }
}
