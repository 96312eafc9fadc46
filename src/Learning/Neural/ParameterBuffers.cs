using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>One of the two sets of buffers between which parameters and moments alternate: a step reads one and writes the other.</summary>
internal sealed class ParameterBuffers : IDisposable
{
    public ParameterBuffers(ImmutableArray<ParameterTensor> parameters)
    {
        Tensors = [.. parameters.Select(parameter => (
            parameter.Name,
            Make(parameter),
            Make(parameter),
            Make(parameter)))];

        static BoundTensor Make(ParameterTensor parameter) => new(parameter.Shape.AsSpan());
    }

    /// <summary>Value and both moments of each parameter.</summary>
    public ImmutableArray<(string Name, BoundTensor Value, BoundTensor M, BoundTensor V)> Tensors { get; }

    public void Dispose()
    {
        foreach (var (_, value, m, v) in Tensors)
        {
            value.Dispose();
            m.Dispose();
            v.Dispose();
        }
    }
}
