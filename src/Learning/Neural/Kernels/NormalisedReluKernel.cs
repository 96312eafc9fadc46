using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// y = max((x − μ)·γ/√(σ² + ε) + β, 0) over the rows of a batch, times a mask where there is one, of x, γ, β, ε and the mask;
/// answers y, μ and σ². Blocks sum their rows apart, and then the sums are added in their order, so threads change nothing.
/// </summary>
internal sealed class NormalisedReluKernel<T>(int rows, int columns, bool hasMask) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private enum Stage
    {
        Mean,
        Variance,
        Result,
    }

    public unsafe void Compute(KernelContext context)
    {
        var blocks = Blocks.Count(rows, Blocks.Rows);
        var sums = Scratch<T>.Get((nint)blocks * columns);
        var variance = context.Output<T>(2, columns);
        var work = new Work
        {
            Rows = rows,
            Columns = columns,
            X = context.Input<T>(0),
            Shift = context.Input<T>(2),
            Mask = hasMask ? context.Input<T>(4) : null,
            Y = context.Output<T>(0, rows, columns),
            Mean = context.Output<T>(1, columns),
            Sums = sums,
        };
        context.ForEach(blocks, work with { Stage = Stage.Mean });
        Average(sums, blocks, work.Mean);
        context.ForEach(blocks, work with { Stage = Stage.Variance });
        Average(sums, blocks, variance);
        var epsilon = *context.Input<T>(3);
        for (var i = 0; i < columns; i++)
        {
            sums[i] = context.Input<T>(1)[i] / T.Sqrt(variance[i] + epsilon);
        }

        context.ForEach(blocks, work with { Stage = Stage.Result });
    }

    private unsafe void Average(T* sums, int blocks, T* average)
    {
        new Span<T>(average, columns).Clear();
        for (var block = 0; block < blocks; block++)
        {
            RowOperations<T>.Add(sums + Blocks.At(block, columns, 0), average, columns);
        }

        for (var i = 0; i < columns; i++)
        {
            average[i] /= T.CreateChecked(rows);
        }
    }

    private unsafe struct Work : IBlock
    {
        public Stage Stage;
        public int Rows;
        public int Columns;
        public T* X;
        public T* Shift;
        public T* Mask;
        public T* Y;
        public T* Mean;

        /// <summary>A row of sums for every block; the factors of the columns in the end.</summary>
        public T* Sums;

        public readonly void Run(int block)
        {
            var (first, count) = Blocks.Range(block, Blocks.Rows, Rows);
            var sums = Sums + Blocks.At(block, Columns, 0);
            if (Stage != Stage.Result)
            {
                new Span<T>(sums, Columns).Clear();
            }

            for (var row = first; row < first + count; row++)
            {
                RunRow(Blocks.At(row, Columns, 0), sums);
            }
        }

        private readonly void RunRow(nint at, T* sums)
        {
            if (Stage == Stage.Mean)
            {
                RowOperations<T>.Add(X + at, sums, Columns);
            }
            else if (Stage == Stage.Variance)
            {
                RowOperations<T>.AddSquares(X + at, Mean, sums, Columns);
            }
            else
            {
                RowOperations<T>.NormaliseRelu(X + at, Mean, Sums, Shift, Y + at, Columns);
                if (Mask is not null)
                {
                    RowOperations<T>.Multiply(Mask + at, Y + at, Columns);
                }
            }
        }
    }
}
