using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>A finished package: its manifest, and every file including the manifest's own bytes.</summary>
public sealed record PackageContent(ModelManifest Manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>The same package under another version.</summary>
    public PackageContent Renumber(int version)
    {
        var manifest = Manifest with { Version = version };
        var content = Files.Where(file => Manifest.Files.ContainsKey(file.Key)).ToDictionary(StringComparer.Ordinal);
        return new PackageContent(manifest, PackageSeal.Close(manifest, content));
    }

    /// <summary>Puts it into a repository.</summary>
    public Task PublishAsync(IModelRepository repository, CancellationToken cancellationToken) =>
        repository.PublishAsync(Manifest.Id, Files, cancellationToken);
}
