namespace Bqx.Learning.Neural.Kernels;

/// <summary>Computes a node. It must not throw: its caller is the runtime.</summary>
internal interface IKernel
{
    void Compute(KernelContext context);
}
