using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// Derivatives of a normalised ReLU, of h, y, kept, x, γ, μ, σ² and ε. With g = h·kept where y is positive and else 0, d = x − μ and
/// r = 1/√(σ² + ε), answers ∂x = γr·(g − Σg/N − d·r²·Σg·d/N), ∂γ = r·Σg·d and ∂β = Σg.
/// </summary>
internal sealed class NormalisedReluGradientKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(columns, Blocks.Columns), new Work
    {
        Rows = rows,
        Columns = columns,
        Gradient = context.Input<T>(0),
        Y = context.Input<T>(1),
        Kept = *context.Input<T>(2),
        X = context.Input<T>(3),
        Scale = context.Input<T>(4),
        Mean = context.Input<T>(5),
        Variance = context.Input<T>(6),
        Epsilon = *context.Input<T>(7),
        ByX = context.Output<T>(0, rows, columns),
        ByScale = context.Output<T>(1, columns),
        ByShift = context.Output<T>(2, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Rows;
        public int Columns;
        public T* Gradient;
        public T* Y;
        public T Kept;
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
            var gradient = stackalloc T[width];
            for (var row = 0; row < Rows; row++)
            {
                var at = Blocks.At(row, Columns, first);
                RowOperations<T>.ReluGradient(Gradient + at, Y + at, Kept, gradient, width);
                RowOperations<T>.AddProducts(gradient, X + at, mean, bias, product, width);
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
                RowOperations<T>.ReluGradient(Gradient + at, Y + at, Kept, gradient, width);
                RowOperations<T>.Centre(gradient, X + at, mean, scale, slope, offset, ByX + at, width);
            }
        }
    }
}
