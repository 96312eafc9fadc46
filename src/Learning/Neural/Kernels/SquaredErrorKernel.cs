using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>The mean of (x − y)², of x and y.</summary>
internal sealed class SquaredErrorKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context)
    {
        var blocks = Blocks.Count(rows * columns, Blocks.Elements);
        var sums = Scratch<T>.Get(blocks);
        context.ForEach(blocks, new Work { Length = rows * columns, X = context.Input<T>(0), Y = context.Input<T>(1), Sums = sums });
        var sum = T.Zero;
        for (var i = 0; i < blocks; i++)
        {
            sum += sums[i];
        }

        *context.Output<T>(0) = sum / T.CreateChecked(rows * columns);
    }

    private unsafe struct Work : IBlock
    {
        public int Length;
        public T* X;
        public T* Y;
        public T* Sums;

        public readonly void Run(int block)
        {
            var (first, length) = Blocks.Range(block, Blocks.Elements, Length);
            var sums = Vector<T>.Zero;
            var i = first;
            for (; i <= first + length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var difference = Vector.Load(X + i) - Vector.Load(Y + i);
                sums += difference * difference;
            }

            var sum = Vector.Sum(sums);
            for (; i < first + length; i++)
            {
                sum += (X[i] - Y[i]) * (X[i] - Y[i]);
            }

            Sums[block] = sum;
        }
    }
}
