using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>g·(x − y), of g, x and y; g is a scalar.</summary>
internal sealed class ScaledDifferenceKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(rows * columns, Blocks.Elements), new Work
    {
        Length = rows * columns,
        Factor = *context.Input<T>(0),
        X = context.Input<T>(1),
        Y = context.Input<T>(2),
        Result = context.Output<T>(0, rows, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Length;
        public T Factor;
        public T* X;
        public T* Y;
        public T* Result;

        public readonly void Run(int block)
        {
            var (first, length) = Blocks.Range(block, Blocks.Elements, Length);
            var i = first;
            for (; i <= first + length - Vector<T>.Count; i += Vector<T>.Count)
            {
                ((Vector.Load(X + i) - Vector.Load(Y + i)) * Factor).Store(Result + i);
            }

            for (; i < first + length; i++)
            {
                Result[i] = (X[i] - Y[i]) * Factor;
            }
        }
    }
}
