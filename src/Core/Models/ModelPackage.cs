using System.Collections.Frozen;

namespace Bqx.Core;

/// <summary>A verified package: the very bytes that were hashed. Nothing reads the files again.</summary>
/// <param name="Manifest">The parsed manifest.</param>
/// <param name="ManifestDigest">SHA-256 of manifest.json: it covers every file, so it names the package's content.</param>
/// <param name="Files">Content by file name.</param>
public sealed record ModelPackage(
    ModelManifest Manifest,
    Digest ManifestDigest,
    FrozenDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>The lead-lag graph that its features are made with.</summary>
    public LeadLagGraph Graph { get; init; } = LeadLagGraph.Default;

    /// <summary>Name of the trusted key that signed it; null where no keys are trusted.</summary>
    public string? SignedBy { get; init; }
}
