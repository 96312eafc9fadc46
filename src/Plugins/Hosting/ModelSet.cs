using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>The models that serve, by label. Immutable: replaced whole.</summary>
public sealed class ModelSet
{
    internal ModelSet(IEnumerable<KeyValuePair<string, LoadedModel>> byLabel)
    {
        ByLabel = byLabel.ToFrozenDictionary(StringComparer.Ordinal);
        Models = [.. ByLabel.Values.Distinct()];
    }

    /// <summary>No model.</summary>
    public static ModelSet Empty { get; } = new([]);

    /// <summary>The model of each label.</summary>
    public FrozenDictionary<string, LoadedModel> ByLabel { get; }

    /// <summary>Each model once.</summary>
    public System.Collections.Immutable.ImmutableArray<LoadedModel> Models { get; }
}
