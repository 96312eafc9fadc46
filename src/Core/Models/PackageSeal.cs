using System.Collections.Immutable;
using System.Text;

namespace Bqx.Core;

/// <summary>Completes a package: every file is covered by the manifest, and the manifest by <c>manifest.sha256</c>.</summary>
public static class PackageSeal
{
    /// <summary>All files of a package: the content, the manifest with the content's hashes, and the manifest's hash.</summary>
    /// <param name="manifest">The manifest; its <see cref="ModelManifest.Files"/> are replaced.</param>
    /// <param name="content">Every file but the manifest, by name.</param>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Close(
        ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> content)
    {
        var listed = content.ToImmutableSortedDictionary(
            file => file.Key,
            file => new PackageFile(Digest.Of(file.Value.Span).ToString(), file.Value.Length),
            StringComparer.Ordinal);
        var json = ModelManifestJson.Write(manifest with { Files = listed });
        return new SortedDictionary<string, ReadOnlyMemory<byte>>(content.ToDictionary(), StringComparer.Ordinal)
        {
            [PackageFileNames.Manifest] = json,
            [PackageFileNames.ManifestDigest] = DigestFile(json),
        };
    }

    /// <summary>Content of <c>manifest.sha256</c> for a manifest.</summary>
    public static byte[] DigestFile(ReadOnlySpan<byte> manifest) => Encoding.ASCII.GetBytes($"{Digest.Of(manifest)}\n");
}
