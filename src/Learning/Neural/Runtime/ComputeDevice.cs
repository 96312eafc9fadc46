namespace Bqx.Learning.Neural.Runtime;

/// <summary>Where a training computes.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first NVIDIA GPU.</summary>
    Cuda,
}
