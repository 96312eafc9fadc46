using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>y = (x − μ)·γ/√(σ² + ε) + β over the rows of a batch, of x, γ, β and ε; answers y, μ and σ².</summary>
internal sealed class BatchNormalizationKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(columns, Blocks.Columns), new Work
    {
        Rows = rows,
        Columns = columns,
        X = context.Input<T>(0),
        Scale = context.Input<T>(1),
        Shift = context.Input<T>(2),
        Epsilon = *context.Input<T>(3),
        Y = context.Output<T>(0, rows, columns),
        Mean = context.Output<T>(1, columns),
        Variance = context.Output<T>(2, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Rows;
        public int Columns;
        public T* X;
        public T* Scale;
        public T* Shift;
        public T Epsilon;
        public T* Y;
        public T* Mean;
        public T* Variance;

        public readonly void Run(int block)
        {
            var (first, width) = Blocks.Range(block, Blocks.Columns, Columns);
            var mean = Mean + first;
            var variance = Variance + first;
            new Span<T>(mean, width).Clear();
            new Span<T>(variance, width).Clear();
            for (var row = 0; row < Rows; row++)
            {
                RowOperations<T>.Add(X + Blocks.At(row, Columns, first), mean, width);
            }

            Divide(mean, width);
            for (var row = 0; row < Rows; row++)
            {
                RowOperations<T>.AddSquares(X + Blocks.At(row, Columns, first), mean, variance, width);
            }

            Divide(variance, width);
            var scale = stackalloc T[width];
            for (var i = 0; i < width; i++)
            {
                scale[i] = Scale[first + i] / T.Sqrt(variance[i] + Epsilon);
            }

            for (var row = 0; row < Rows; row++)
            {
                RowOperations<T>.Normalise(X + Blocks.At(row, Columns, first), mean, scale, Shift + first, Y + Blocks.At(row, Columns, first), width);
            }
        }

        private readonly void Divide(T* sums, int width)
        {
            for (var i = 0; i < width; i++)
            {
                sums[i] /= T.CreateChecked(Rows);
            }
        }
    }
}
