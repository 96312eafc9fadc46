using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>max(x, 0)·mask, of x and mask.</summary>
internal sealed class MaskedReluKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(rows * columns, Blocks.Elements), new Work
    {
        Length = rows * columns,
        X = context.Input<T>(0),
        Mask = context.Input<T>(1),
        Y = context.Output<T>(0, rows, columns),
    });

    private unsafe struct Work : IBlock
    {
        public int Length;
        public T* X;
        public T* Mask;
        public T* Y;

        public readonly void Run(int block)
        {
            var (first, length) = Blocks.Range(block, Blocks.Elements, Length);
            var i = first;
            for (; i <= first + length - Vector<T>.Count; i += Vector<T>.Count)
            {
                (Vector.Max(Vector.Load(X + i), Vector<T>.Zero) * Vector.Load(Mask + i)).Store(Y + i);
            }

            for (; i < first + length; i++)
            {
                Y[i] = T.Max(X[i], T.Zero) * Mask[i];
            }
        }
    }
}
