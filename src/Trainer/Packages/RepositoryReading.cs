using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Trainer.Packages;

/// <summary>Reads of the repository that take a package's word for its content; verification is a step of its own.</summary>
internal static class RepositoryReading
{
    /// <summary>A package with its manifest.</summary>
    /// <exception cref="FaultException">There is no such package, or it has no manifest.</exception>
    public static async Task<PackageContent> ReadContentAsync(this IModelRepository models, ModelId id, CancellationToken cancellationToken)
    {
        var files = await models.ReadAsync(id, cancellationToken);
        return files.TryGetValue(PackageFileNames.Manifest, out var bytes)
            ? new PackageContent(ModelManifestJson.Read(bytes.Span), files)
            : throw new FaultException(Fault.ModelFailed, $"{id} has no {PackageFileNames.Manifest}.");
    }

    /// <summary>The members of a bundle, in its order; empty for all others.</summary>
    public static async Task<IReadOnlyList<PackageContent>> ReadMembersAsync(
        this IModelRepository models, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var members = new List<PackageContent>();
        foreach (var member in manifest.Members)
        {
            members.Add(await models.ReadContentAsync(IdOf(member), cancellationToken));
        }

        return members;
    }

    /// <summary>Id of a member.</summary>
    public static ModelId IdOf(PackageMember member) => ModelId.TryParse(member.Id, out var id)
        ? id!
        : throw new FaultException(Fault.ModelFailed, $"Member '{FaultException.Excerpt(member.Id)}' is not named as name@version.");

    /// <summary>The version after the last one of a name.</summary>
    public static async Task<int> NextVersionAsync(this IModelRepository models, string name, CancellationToken cancellationToken) =>
        1 + (await models.ListAsync(cancellationToken)).Where(id => id.Name == name).Select(id => id.Version).DefaultIfEmpty(0).Max();
}
