using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>A finished package: its manifest, and every file including the manifest's own bytes.</summary>
public sealed record PackageContent(ModelManifest Manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>Puts it into a repository.</summary>
    public Task PublishAsync(IModelRepository repository, CancellationToken cancellationToken) =>
        repository.PublishAsync(Manifest.Id, Files, cancellationToken);
}
