using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Bqx.Core;

/// <summary>
/// The ordered names of a feature vector and their fingerprint. Two vectors may meet only if their fingerprints are equal.
/// </summary>
public sealed class FeatureSchema
{
    private readonly FrozenDictionary<string, int> _index;

    /// <param name="features">Name and formula version of each feature, in vector order.</param>
    public FeatureSchema(IEnumerable<(string Name, int FormulaVersion)> features)
    {
        var list = features.ToList();
        Names = [.. list.Select(feature => feature.Name)];
        _index = list.Select((feature, index) => (feature.Name, index)).ToFrozenDictionary(x => x.Name, x => x.index);
        var text = string.Join('\n', list.Select(feature => $"{feature.Name}@{feature.FormulaVersion}"));
        Fingerprint = new Digest(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Names in vector order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>SHA-256 over the ordered names and formula versions.</summary>
    public Digest Fingerprint { get; }

    /// <summary>Length of a vector.</summary>
    public int Count => Names.Length;

    /// <summary>Position of a feature.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: no such feature.</exception>
    public int IndexOf(string name) => _index.TryGetValue(name, out var index)
        ? index
        : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a feature of this schema.");
}
