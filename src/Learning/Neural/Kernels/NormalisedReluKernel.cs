using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// y = max((x − μ)·γ/√(σ² + ε) + β, 0) over the rows of a batch, times a mask where there is one, of x, γ, β, ε and the mask; answers y, μ
/// and σ².
/// </summary>
internal sealed class NormalisedReluKernel<T>(int rows, int columns, bool hasMask) : IKernel
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
        Mask = hasMask ? context.Input<T>(4) : null,
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
        public T* Mask;
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
                var at = Blocks.At(row, Columns, first);
                RowOperations<T>.NormaliseRelu(X + at, mean, scale, Shift + first, Y + at, width);
                if (Mask is not null)
                {
                    RowOperations<T>.Multiply(Mask + at, Y + at, width);
                }
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
