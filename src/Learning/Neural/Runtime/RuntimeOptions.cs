namespace Bqx.Learning.Neural.Runtime;

/// <summary>How ONNX Runtime computes.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Where. Without the CUDA provider or a driver it is the processor, and <see cref="Warn"/> hears why.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Threads of one operator; at least 1. The same number gives the same bits.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Hears that another device is used than the one asked for.</summary>
    public Action<string>? Warn { get; init; }
}
