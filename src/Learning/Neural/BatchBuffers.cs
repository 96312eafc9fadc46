using System.Collections.Immutable;

namespace Bqx.Learning.Neural;

/// <summary>Where a batch source writes: one array for each of a network's inputs and targets, row-major. They keep what was there before.</summary>
internal sealed class BatchBuffers(ImmutableArray<(string Name, float[] Values)> buffers)
{
    /// <summary>The array of an input or target.</summary>
    public float[] this[string name] => Find(name) ?? throw new KeyNotFoundException($"The network reads nothing called '{name}'.");

    /// <summary>The array of an input or target, or none where only the loss would read it and no loss is computed.</summary>
    public float[]? Find(string name)
    {
        foreach (var (candidate, values) in buffers)
        {
            if (string.Equals(candidate, name, StringComparison.Ordinal))
            {
                return values;
            }
        }

        return null;
    }
}
