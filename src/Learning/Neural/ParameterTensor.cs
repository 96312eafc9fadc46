using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>A trained tensor: its name in the graph and its shape.</summary>
internal sealed record ParameterTensor(string Name, ImmutableArray<long> Shape)
{
    /// <summary>How many numbers it holds.</summary>
    public int Length => (int)Shape.Aggregate(1L, (product, size) => product * size);
}
