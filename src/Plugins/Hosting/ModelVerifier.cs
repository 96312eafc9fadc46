using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>
/// Decides from bytes alone whether a package may be loaded: exactly the listed files, each with its length and SHA-256, a
/// manifest that fits its folder, its own hash, the server's feature schema and, where keys are trusted, its signature. What passes is
/// handed on as those same bytes.
/// </summary>
public sealed class ModelVerifier(FeatureSchema schema, PackageLimits limits, TrustedKeys keys)
{
    /// <summary>Verifies a package; of a bundle, what lies in its own folder.</summary>
    /// <param name="id">Name and version of its folder.</param>
    /// <param name="files">Content by file name.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/> or <see cref="Fault.SchemaMismatch"/>, with the reason.</exception>
    public ModelPackage Verify(ModelId id, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        CheckSizes(files);
        var manifestBytes = Require(files, PackageFileNames.Manifest);
        CheckManifestDigest(manifestBytes.Span, Require(files, PackageFileNames.ManifestDigest).Span);
        var signer = keys.Check(manifestBytes.Span, files.GetValueOrDefault(PackageFileNames.Signature).Span);
        var manifest = ModelManifestJson.Read(manifestBytes.Span);
        CheckIdentity(id, manifest);
        CheckFiles(manifest, files);
        var graph = GraphOf(files);
        ManifestRules.Check(manifest, schema, graph);
        return new ModelPackage(manifest, Digest.Of(manifestBytes.Span), files.ToFrozenDictionary(StringComparer.Ordinal))
        {
            Graph = graph,
            SignedBy = signer,
        };
    }

    private static LeadLagGraph GraphOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue(PackageFileNames.LeadLag, out var lags))
        {
            return LeadLagGraph.Default;
        }

        try
        {
            return new LeadLagGraph(lags.Span);
        }
        catch (FaultException wrong)
        {
            throw Refuse.Because($"{PackageFileNames.LeadLag} is wrong: {wrong.Message}");
        }
    }

    private void CheckSizes(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        Refuse.If(files.Count > limits.Files, $"The package has {files.Count} files: at most {limits.Files} are allowed.");
        foreach (var (name, content) in files)
        {
            var most = name switch
            {
                PackageFileNames.Manifest => limits.ManifestBytes,
                PackageFileNames.Signature => PackageSignature.MaxLength,
                _ => limits.FileBytes,
            };
            Refuse.If(content.Length > most, $"{Show(name)} has {content.Length} bytes: at most {most} are allowed.");
        }

        var total = files.Values.Sum(content => (long)content.Length);
        Refuse.If(total > limits.TotalBytes, $"The package has {total} bytes: at most {limits.TotalBytes} are allowed.");
    }

    private static void CheckManifestDigest(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> digest) => Refuse.If(
        !digest.SequenceEqual(PackageSeal.DigestFile(manifest)),
        $"{PackageFileNames.Manifest} does not have the SHA-256 in {PackageFileNames.ManifestDigest}.");

    private static void CheckIdentity(ModelId id, ModelManifest manifest) => Refuse.If(
        manifest.Name != id.Name || manifest.Version != id.Version,
        $"The manifest is of '{FaultException.Excerpt(manifest.Name)}@{manifest.Version}', its folder of '{id}'.");

    private static void CheckFiles(ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        foreach (var (name, listed) in manifest.Files)
        {
            var content = Require(files, name);
            Refuse.If(
                content.Length != listed.Length,
                $"{Show(name)} has {content.Length} bytes, the manifest says {listed.Length}.");
            Refuse.If(
                Digest.Of(content.Span).ToString() != listed.Sha256,
                $"{Show(name)} does not have the SHA-256 in the manifest.");
        }

        var extra = files.Keys.FirstOrDefault(name =>
            name is not (PackageFileNames.Manifest or PackageFileNames.ManifestDigest or PackageFileNames.Signature)
            && !manifest.Files.ContainsKey(name));
        Refuse.If(extra is not null, $"{Show(extra)} is not listed in the manifest.");
    }

    private static ReadOnlyMemory<byte> Require(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name) =>
        files.TryGetValue(name, out var content) ? content : throw Refuse.Because($"{Show(name)} is missing.");

    private static string Show(string? name) => FaultException.Excerpt(name);
}
