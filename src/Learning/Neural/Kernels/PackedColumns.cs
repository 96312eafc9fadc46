using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// The right factor of a product as its tiles read it: slices of the depth; in a slice, panels as wide as a tile; in a panel, for every
/// step of the depth, its columns side by side. What the last panel lacks is 0.
/// </summary>
internal unsafe struct PackedColumns<T> : IBlock
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int BandSteps = 64;
    private const int Together = 4;
    private const int Eight = 8;

    public ProductShape Shape;
    public T* Source;
    public T* Packed;

    public readonly int Panels => Blocks.Count(Shape.Columns, ProductTile<T>.Wide);

    /// <summary>Columns, with those that the last panel lacks.</summary>
    public readonly int Width => Panels * ProductTile<T>.Wide;

    /// <summary>In how many parts it is packed.</summary>
    public readonly int BlockCount => Shape.TransposesRight ? Panels : Blocks.Count(Shape.Depth, BandSteps);

    /// <summary>Where a panel is, of the slice that begins at a step.</summary>
    public readonly T* At(int panel, int first) =>
        Packed + ((nint)Width * first) + ((nint)panel * Shape.StepsAt(first) * ProductTile<T>.Wide);

    public readonly void Run(int block)
    {
        if (Shape.TransposesRight)
        {
            Transpose(block);
            return;
        }

        var (first, steps) = Blocks.Range(block, BandSteps, Shape.Depth);
        for (var step = first; step < first + steps; step += Together)
        {
            Copy(step, Math.Min(Together, first + steps - step));
        }
    }

    // A few steps at a time, so that both sides go forward by whole cache lines.
    private readonly void Copy(int first, int steps)
    {
        for (var panel = 0; panel < Panels; panel++)
        {
            var column = panel * ProductTile<T>.Wide;
            var width = Math.Min(ProductTile<T>.Wide, Shape.Columns - column);
            for (var step = first; step < first + steps; step++)
            {
                var slice = step / Shape.Slice * Shape.Slice;
                var target = At(panel, slice) + Blocks.At(step - slice, ProductTile<T>.Wide, 0);
                CopyStep(Source + Blocks.At(step, Shape.Columns, column), target, width);
            }
        }
    }

    private static void CopyStep(T* source, T* target, int width)
    {
        if (width == ProductTile<T>.Wide)
        {
            Unsafe.CopyBlockUnaligned(target, source, (uint)(ProductTile<T>.Wide * sizeof(T)));
        }
        else
        {
            new Span<T>(source, width).CopyTo(new Span<T>(target, width));
            new Span<T>(target + width, ProductTile<T>.Wide - width).Clear();
        }
    }

    private readonly void Transpose(int panel)
    {
        var begin = panel * ProductTile<T>.Wide;
        var width = Math.Min(ProductTile<T>.Wide, Shape.Columns - begin);
        for (var first = 0; first < Shape.Depth; first += Shape.Slice)
        {
            var source = Source + Blocks.At(begin, Shape.Depth, first);
            var target = At(panel, first);
            var i = 0;
            for (; i <= width - Eight; i += Eight)
            {
                TransposeEight(source + Blocks.At(i, Shape.Depth, 0), target + i, Shape.StepsAt(first));
            }

            for (; i < ProductTile<T>.Wide; i++)
            {
                TransposeOne(i < width ? source + Blocks.At(i, Shape.Depth, 0) : null, target + i, Shape.StepsAt(first));
            }
        }
    }

    private readonly void TransposeEight(T* source, T* target, int steps)
    {
        T* s0 = source, s1 = s0 + Shape.Depth, s2 = s1 + Shape.Depth, s3 = s2 + Shape.Depth;
        T* s4 = s3 + Shape.Depth, s5 = s4 + Shape.Depth, s6 = s5 + Shape.Depth, s7 = s6 + Shape.Depth;
        for (var step = 0; step < steps; step++)
        {
            target[0] = s0[step];
            target[1] = s1[step];
            target[2] = s2[step];
            target[3] = s3[step];
            target[4] = s4[step];
            target[5] = s5[step];
            target[6] = s6[step];
            target[7] = s7[step];
            target += ProductTile<T>.Wide;
        }
    }

    private static void TransposeOne(T* source, T* target, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            *target = source is null ? T.Zero : source[step];
            target += ProductTile<T>.Wide;
        }
    }
}
