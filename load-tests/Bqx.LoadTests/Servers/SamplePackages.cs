using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Storage;

namespace Bqx.LoadTests.Servers;

/// <summary>Packages that are made without training.</summary>
internal static class SamplePackages
{
    /// <summary>Name of the bundle.</summary>
    public const string Name = "bench";

    /// <summary>Publishes version 1 of a bundle.</summary>
    public static async Task PublishAsync(string models, bool isFullSize, CancellationToken cancellationToken)
    {
        var repository = new FolderModelRepository(models);
        foreach (var package in SampleBundle.Create(FeatureCatalogue.Schema, Name, isFullSize: isFullSize).All)
        {
            await package.PublishAsync(repository, cancellationToken);
        }
    }

    /// <summary>Publishes versions of a small model, 1, 2, …, until it is cancelled.</summary>
    public static async Task PublishForeverAsync(string models, string name, CancellationToken cancellationToken)
    {
        var repository = new FolderModelRepository(models);
        for (var version = 1; !cancellationToken.IsCancellationRequested; version++)
        {
            await SamplePackage.Create(FeatureCatalogue.Schema, name, version).PublishAsync(repository, cancellationToken);
        }
    }
}
