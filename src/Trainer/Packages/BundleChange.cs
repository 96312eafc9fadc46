using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Packaging;

namespace Bqx.Trainer.Packages;

/// <summary>Makes a bundle that differs from another in some heads.</summary>
internal sealed class BundleChange(IModelRepository models)
{
    /// <summary>Builds and publishes it as the next version of the name.</summary>
    /// <param name="from">The bundle to start from.</param>
    /// <param name="heads">The heads to put into the place of its own, by pair.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: not a bundle, or nothing to change; <see cref="Fault.ModelFailed"/>: a head does not fit.
    /// </exception>
    public async Task<PackageContent> RunAsync(ModelId from, IReadOnlyDictionary<Pair, ModelId> heads, CancellationToken cancellationToken)
    {
        var before = await models.ReadContentAsync(from, cancellationToken);
        if (before.Manifest.Kind != ModelKinds.Bundle || heads.Count == 0)
        {
            throw new FaultException(Fault.InvalidInput, before.Manifest.Kind != ModelKinds.Bundle
                ? $"{from} is of kind '{before.Manifest.Kind}': a {ModelKinds.Bundle} is needed."
                : "Nothing is to be replaced: name a head with --replace EURUSD=NAME@VERSION.");
        }

        var members = (await models.ReadMembersAsync(before.Manifest, cancellationToken)).ToList();
        foreach (var (pair, id) in heads)
        {
            members[1 + pair.Index] = await models.ReadContentAsync(id, cancellationToken);
        }

        var package = BundlePackage.Build(new BundleDraft
        {
            Id = new ModelId(from.Name, await models.NextVersionAsync(from.Name, cancellationToken)),
            Encoder = members[0],
            Heads = [.. members.Skip(1)],
            Metrics = [],
            Controls = [.. members.SelectMany(member => member.Manifest.Controls).Distinct()],
            Lineage = before.Manifest.Lineage with
            {
                Parent = from.ToString(),
                Command = $"package bundle --from {from} {string.Join(' ', Words(heads))}",
            },
        });
        await package.PublishAsync(models, cancellationToken);
        return package;
    }

    private static IEnumerable<string> Words(IReadOnlyDictionary<Pair, ModelId> heads) =>
        heads.OrderBy(head => head.Key).Select(head => $"--replace {head.Key}={head.Value}");
}
