using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.LoadTests.Load;
using Bqx.Storage;
using Bqx.V1;

namespace Bqx.LoadTests.Servers;

/// <summary>Packages that are made without training.</summary>
internal static class SamplePackages
{
    /// <summary>Name of the bundle.</summary>
    public const string Name = "bench";

    /// <summary>The label that it serves under.</summary>
    public const string Label = "production";

    /// <summary>Publishes version 1 of a bundle.</summary>
    public static async Task PublishAsync(string models, bool isFullSize, CancellationToken cancellationToken)
    {
        var repository = new FolderModelRepository(models);
        foreach (var package in SampleBundle.Create(FeatureCatalogue.Schema, Name, isFullSize: isFullSize).All)
        {
            await package.PublishAsync(repository, cancellationToken);
        }
    }

    /// <summary>Puts the label on that version.</summary>
    /// <param name="admin">Where models are administered.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task PromoteAsync(Uri admin, CancellationToken cancellationToken)
    {
        using var connection = new Connections(admin.AbsoluteUri, 1);
        await new V1.Models.ModelsClient(connection[0]).PromoteAsync(
            new PromoteModelRequest { Label = Label, Model = $"{Name}@1" }, cancellationToken: cancellationToken);
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
