using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// left·right, of left and right, plus a row where there is a third input. An element's sum has the same order in whatever block it is,
/// so threads change nothing.
/// </summary>
internal sealed class ProductKernel<T>(ProductShape shape, bool hasRow) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context)
    {
        var right = new PackedColumns<T> { Shape = shape, Source = context.Input<T>(1) };
        var start = Scratch<T>.Get(right.Width * (1 + (nint)shape.Depth));
        right.Packed = start + right.Width;
        context.ForEach(right.BlockCount, right);
        var row = new Span<T>(start, right.Width);
        row.Clear();
        if (hasRow)
        {
            new ReadOnlySpan<T>(context.Input<T>(2), shape.Columns).CopyTo(row);
        }

        var work = new ProductWork<T>
        {
            Shape = shape,
            Left = context.Input<T>(0),
            Right = right,
            Start = start,
            Result = context.Output<T>(0, shape.Rows, shape.Columns),
        };
        context.ForEach(work.BlockCount, work);
    }
}
