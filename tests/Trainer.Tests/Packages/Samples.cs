using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.Packages;

/// <summary>A sample bundle over the whole catalogue, made once: every test puts it into a repository of its own.</summary>
internal static class Samples
{
    private static readonly Lazy<SampleBundle> Shared = new(() => SampleBundle.Create(FeatureCatalogue.Schema, "fx"));

    private static readonly Lazy<SampleBundle> Another = new(() => SampleBundle.Create(FeatureCatalogue.Schema, "fx", seed: 2));

    public static ModelId BundleId { get; } = new("fx", 1);

    public static SampleBundle Bundle => Shared.Value;

    /// <summary>Packages of the same ids with other weights.</summary>
    public static SampleBundle Other => Another.Value;

    public static async Task<MemoryRepository> RepositoryAsync(params IEnumerable<PackageContent> packages)
    {
        var repository = new MemoryRepository();
        foreach (var package in packages)
        {
            await package.PublishAsync(repository, TestContext.Current.CancellationToken);
        }

        return repository;
    }

    /// <summary>A package with another manifest and the same content, sealed again.</summary>
    public static PackageContent Reseal(PackageContent package, Func<ModelManifest, ModelManifest> change)
    {
        var manifest = change(package.Manifest);
        var content = package.Files.Where(file => package.Manifest.Files.ContainsKey(file.Key)).ToDictionary(StringComparer.Ordinal);
        var files = PackageSeal.Close(manifest, content);
        return new PackageContent(ModelManifestJson.Read(files[PackageFileNames.Manifest].Span), files);
    }

    /// <summary>How a bundle lists a member.</summary>
    public static PackageMember MemberOf(PackageContent package) => new(
        package.Manifest.Id.ToString(), package.Manifest.Pair, Digest.Of(package.Files[PackageFileNames.Manifest].Span).ToString());
}
