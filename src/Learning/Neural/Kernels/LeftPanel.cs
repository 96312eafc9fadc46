using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>The rows of the left factor that a tile reads: where they lie, if a tile can read them there, or packed step by step.</summary>
/// <param name="first">The first element.</param>
/// <param name="row">From a row to the next.</param>
/// <param name="step">From a step to the next.</param>
internal readonly unsafe struct LeftPanel<T>(T* first, nint row, nint step)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T* First => first;

    public nint Row => row;

    public nint Step => step;

    /// <summary>Numbers that a packed slice of a pair takes at most.</summary>
    public static int BufferLength => ProductShape.LargestSlice * Pair;

    private static int Pair => 2 * ProductTile<T>.Rows;

    /// <summary>The panel of a factor that begins at a row, for the slice that begins at a step. Packed panels come in pairs.</summary>
    /// <param name="shape">The product.</param>
    /// <param name="source">The factor.</param>
    /// <param name="panel">Which panel; that before an odd one was the last to use the buffer.</param>
    /// <param name="step">The slice's first step.</param>
    /// <param name="buffer">Place for a packed pair.</param>
    public static LeftPanel<T> Open(in ProductShape shape, T* source, int panel, int step, T* buffer)
    {
        var row = panel * ProductTile<T>.Rows;
        var (second, steps) = (panel % 2, shape.StepsAt(step));
        if (shape.TransposesLeft)
        {
            if (second == 0)
            {
                CopySteps(source + Blocks.At(step, shape.Rows, row), shape.Rows, Math.Min(Pair, shape.Rows - row), steps, buffer);
            }

            return new LeftPanel<T>(buffer + (second * ProductTile<T>.Rows), 1, Pair);
        }

        if (shape.Rows - row >= ProductTile<T>.Rows)
        {
            return new LeftPanel<T>(source + Blocks.At(row, shape.Depth, step), shape.Depth, 1);
        }

        CopyRows(source + Blocks.At(row, shape.Depth, step), shape.Depth, shape.Rows - row, steps, buffer);
        return new LeftPanel<T>(buffer, 1, Pair);
    }

    // What rows that are not there leave in the buffer is multiplied, and never stored.
    private static void CopySteps(T* source, nint stride, int rows, int steps, T* buffer)
    {
        for (var i = 0; i < steps; i++, source += stride, buffer += Pair)
        {
            if (rows == Pair)
            {
                Unsafe.CopyBlockUnaligned(buffer, source, (uint)(Pair * sizeof(T)));
            }
            else
            {
                new Span<T>(source, rows).CopyTo(new Span<T>(buffer, rows));
            }
        }
    }

    private static void CopyRows(T* source, nint stride, int rows, int steps, T* buffer)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < steps; i++)
            {
                buffer[(i * Pair) + row] = source[(row * stride) + i];
            }
        }
    }
}
