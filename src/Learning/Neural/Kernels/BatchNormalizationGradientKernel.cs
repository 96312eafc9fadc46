using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// Derivatives of batch normalisation, of g, x, γ, μ, σ² and ε, with d = x − μ and r = 1/√(σ² + ε): answers
/// ∂x = γr·(g − Σg/N − d·r²·Σg·d/N), ∂γ = r·Σg·d and ∂β = Σg.
/// </summary>
internal sealed class BatchNormalizationGradientKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(columns, Blocks.Columns), new Work
    {
        Rows = rows,
        Columns = columns,
        Gradient = context.Input<T>(0),
        X = context.Input<T>(1),
        Scale = context.Input<T>(2),
        Mean = context.Input<T>(3),
        Variance = context.Input<T>(4),
        Epsilon = *context.Input<T>(5),
        ByX = context.Output<T>(0, rows, columns),
        ByScale = context.Output<T>(1, columns),
        ByShift = context.Output<T>(2, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Rows;
        public int Columns;
        public T* Gradient;
        public T* X;
        public T* Scale;
        public T* Mean;
        public T* Variance;
        public T Epsilon;
        public T* ByX;
        public T* ByScale;
        public T* ByShift;

        public readonly void Run(int block)
        {
            var (first, width) = Blocks.Range(block, Blocks.Columns, Columns);
            var mean = Mean + first;
            var bias = ByShift + first;
            var product = ByScale + first;
            new Span<T>(bias, width).Clear();
            new Span<T>(product, width).Clear();
            for (var row = 0; row < Rows; row++)
            {
                RowOperations<T>.AddProducts(Gradient + Blocks.At(row, Columns, first), X + Blocks.At(row, Columns, first), mean, bias, product, width);
            }

            var scale = stackalloc T[width];
            var slope = stackalloc T[width];
            var offset = stackalloc T[width];
            var count = T.CreateChecked(Rows);
            for (var i = 0; i < width; i++)
            {
                var square = T.One / (Variance[first + i] + Epsilon);
                var inverse = T.Sqrt(square);
                scale[i] = Scale[first + i] * inverse;
                slope[i] = scale[i] * square * product[i] / count;
                offset[i] = scale[i] * bias[i] / count;
                product[i] *= inverse;
            }

            for (var row = 0; row < Rows; row++)
            {
                var at = Blocks.At(row, Columns, first);
                RowOperations<T>.Centre(Gradient + at, X + at, mean, scale, slope, offset, ByX + at, width);
            }
        }
    }
}
