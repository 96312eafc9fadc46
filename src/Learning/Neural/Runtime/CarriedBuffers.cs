using System.Collections.Immutable;

namespace Bqx.Learning.Neural.Runtime;

/// <summary>One of the two sets of buffers between which carried tensors alternate: a step reads one and writes the other.</summary>
internal sealed class CarriedBuffers(ImmutableArray<CarriedTensor> tensors) : IDisposable
{
    /// <summary>In the order of the step graph.</summary>
    public ImmutableArray<BoundTensor> Tensors { get; } = [.. tensors.Select(tensor => new BoundTensor(tensor.Shape.AsSpan()))];

    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }
}
