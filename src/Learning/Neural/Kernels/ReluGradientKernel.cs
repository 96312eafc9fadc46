using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>g·kept where y is positive, else 0; of g, y and kept.</summary>
internal sealed class ReluGradientKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(rows * columns, Blocks.Elements), new Work
    {
        Length = rows * columns,
        Gradient = context.Input<T>(0),
        Y = context.Input<T>(1),
        Kept = *context.Input<T>(2),
        Result = context.Output<T>(0, rows, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Length;
        public T* Gradient;
        public T* Y;
        public T Kept;
        public T* Result;

        public readonly void Run(int block)
        {
            var (first, length) = Blocks.Range(block, Blocks.Elements, Length);
            RowOperations<T>.ReluGradient(Gradient + first, Y + first, Kept, Result + first, length);
        }
    }
}
