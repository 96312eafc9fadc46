using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// Derivatives of a normalised ReLU, of h, y, kept, x, γ, μ, σ² and ε. With g = h·kept where y is positive and else 0, d = x − μ and
/// r = 1/√(σ² + ε), answers ∂x = γr·(g − Σg/N − d·r²·Σg·d/N), ∂γ = r·Σg·d and ∂β = Σg. Blocks sum their rows apart, and then the
/// sums are added in their order, so threads change nothing.
/// </summary>
internal sealed class NormalisedReluGradientKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context)
    {
        var blocks = Blocks.Count(rows, Blocks.Rows);
        var scratch = Scratch<T>.Get((3 + (2 * (nint)blocks)) * columns);
        var work = new Work
        {
            Rows = rows,
            Columns = columns,
            Gradient = context.Input<T>(0),
            Y = context.Input<T>(1),
            Kept = *context.Input<T>(2),
            X = context.Input<T>(3),
            Mean = context.Input<T>(5),
            ByX = context.Output<T>(0, rows, columns),
            Scale = scratch,
            Slope = scratch + columns,
            Offset = scratch + (2 * columns),
            Sums = scratch + (3 * columns),
        };
        context.ForEach(blocks, work);
        var product = Add(work.Sums, blocks, context.Output<T>(1, columns));
        var bias = Add(work.Sums + columns, blocks, context.Output<T>(2, columns));
        Prepare(context, work, product, bias);
        context.ForEach(blocks, work with { IsSummed = true });
    }

    private unsafe T* Add(T* sums, int blocks, T* sum)
    {
        new Span<T>(sum, columns).Clear();
        for (var block = 0; block < blocks; block++)
        {
            RowOperations<T>.Add(sums + Blocks.At(2 * block, columns, 0), sum, columns);
        }

        return sum;
    }

    private unsafe void Prepare(KernelContext context, in Work work, T* product, T* bias)
    {
        var scale = context.Input<T>(4);
        var variance = context.Input<T>(6);
        var epsilon = *context.Input<T>(7);
        var count = T.CreateChecked(rows);
        for (var i = 0; i < columns; i++)
        {
            var square = T.One / (variance[i] + epsilon);
            var inverse = T.Sqrt(square);
            work.Scale[i] = scale[i] * inverse;
            work.Slope[i] = work.Scale[i] * square * product[i] / count;
            work.Offset[i] = work.Scale[i] * bias[i] / count;
            product[i] *= inverse;
        }
    }

    private unsafe struct Work : IBlock
    {
        public bool IsSummed;
        public int Rows;
        public int Columns;
        public T* Gradient;
        public T* Y;
        public T Kept;
        public T* X;
        public T* Mean;
        public T* ByX;
        public T* Scale;
        public T* Slope;
        public T* Offset;

        /// <summary>Two rows for every block: Σg·d and Σg.</summary>
        public T* Sums;

        public readonly void Run(int block)
        {
            var (first, count) = Blocks.Range(block, Blocks.Rows, Rows);
            var product = Sums + Blocks.At(2 * block, Columns, 0);
            if (!IsSummed)
            {
                new Span<T>(product, 2 * Columns).Clear();
            }

            for (var row = first; row < first + count; row++)
            {
                var at = Blocks.At(row, Columns, 0);
                if (IsSummed)
                {
                    RowOperations<T>.ReluGradient(Gradient + at, Y + at, Kept, ByX + at, Columns);
                    RowOperations<T>.Centre(ByX + at, X + at, Mean, Scale, Slope, Offset, ByX + at, Columns);
                }
                else
                {
                    RowOperations<T>.AddReluProducts(Gradient + at, Y + at, Kept, X + at, Mean, product + Columns, product, Columns);
                }
            }
        }
    }
}
