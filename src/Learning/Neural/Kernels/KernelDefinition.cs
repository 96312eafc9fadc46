namespace Bqx.Learning.Neural.Kernels;

/// <summary>What ONNX Runtime must know of a kernel.</summary>
/// <param name="Name">Its operator's name in the domain.</param>
/// <param name="IsDouble">Whether all its tensors are float64; else they are float32.</param>
/// <param name="Inputs">How many it reads.</param>
/// <param name="Outputs">How many it writes.</param>
/// <param name="Create">Makes it for a node, given how the node's integer attributes are read.</param>
internal sealed record KernelDefinition(string Name, bool IsDouble, int Inputs, int Outputs, Func<Func<string, int>, IKernel> Create);
