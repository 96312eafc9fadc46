using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>
/// M' = β₁M + g, V' = β₂V + g², p' = keep·p − size·M'/(√V' + floor), of p, M, V, g, β₁, β₂, size, floor and keep; answers p', M' and V'.
/// </summary>
internal sealed class AdamKernel<T>(int rows, int columns) : IKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _length = rows * columns;

    public unsafe void Compute(KernelContext context) => context.ForEach(Blocks.Count(_length, Blocks.Elements), new Work
    {
        Length = _length,
        P = context.Input<T>(0),
        M = context.Input<T>(1),
        V = context.Input<T>(2),
        G = context.Input<T>(3),
        Beta1 = *context.Input<T>(4),
        Beta2 = *context.Input<T>(5),
        Size = *context.Input<T>(6),
        Floor = *context.Input<T>(7),
        Keep = *context.Input<T>(8),
        NextP = Output(context, 0),
        NextM = Output(context, 1),
        NextV = Output(context, 2),
    });

    // A vector is a matrix of one row here, and keeps its one dimension.
    private unsafe T* Output(KernelContext context, int index) =>
        rows == 1 ? context.Output<T>(index, columns) : context.Output<T>(index, rows, columns);

    private unsafe struct Work : IBlock
    {
        public int Length;
        public T* P;
        public T* M;
        public T* V;
        public T* G;
        public T Beta1;
        public T Beta2;
        public T Size;
        public T Floor;
        public T Keep;
        public T* NextP;
        public T* NextM;
        public T* NextV;

        public readonly void Run(int block)
        {
            var (first, length) = Blocks.Range(block, Blocks.Elements, Length);
            var i = first;
            for (; i <= first + length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var g = Vector.Load(G + i);
                var m = (Vector.Load(M + i) * Beta1) + g;
                var v = (Vector.Load(V + i) * Beta2) + (g * g);
                var move = m / (Vector.SquareRoot(v) + new Vector<T>(Floor));
                m.Store(NextM + i);
                v.Store(NextV + i);
                ((Vector.Load(P + i) * Keep) - (move * Size)).Store(NextP + i);
            }

            for (; i < first + length; i++)
            {
                NextM[i] = (M[i] * Beta1) + G[i];
                NextV[i] = (V[i] * Beta2) + (G[i] * G[i]);
                NextP[i] = (P[i] * Keep) - (NextM[i] / (T.Sqrt(NextV[i]) + Floor) * Size);
            }
        }
    }
}
