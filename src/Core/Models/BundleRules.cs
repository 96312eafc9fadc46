using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>When an encoder and heads are one model.</summary>
public static class BundleRules
{
    /// <summary>Members of a bundle: the encoder and one head a pair.</summary>
    public const int MemberCount = 1 + Pair.Count;

    /// <summary>Checks the list in a bundle's manifest, before any member is read.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>, with the reason.</exception>
    public static void CheckList(ModelManifest bundle)
    {
        var members = bundle.Members;
        var expected = Pair.All.Select(pair => pair.Name).Prepend(ModelKinds.AllPairs);
        Require(
            !members.IsDefault && members.Select(member => member.Pair).SequenceEqual(expected),
            $"The members of a bundle must be its encoder ('*') and then one head a pair, {MemberCount} in all.");
        foreach (var member in members)
        {
            Require(
                ModelId.TryParse(member.Id, out _),
                $"Member '{FaultException.Excerpt(member.Id)}' is not named as name@version.");
        }
    }

    /// <summary>Checks that verified members are those of a bundle, and that they fit each other.</summary>
    /// <param name="bundle">The bundle's manifest.</param>
    /// <param name="members">Manifests and their digests, in the bundle's order.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>, with the reason.</exception>
    public static void CheckMembers(ModelManifest bundle, ImmutableArray<(ModelManifest Manifest, Digest Digest)> members)
    {
        CheckList(bundle);
        ArgumentOutOfRangeException.ThrowIfNotEqual(members.Length, MemberCount);
        for (var i = 0; i < MemberCount; i++)
        {
            var (manifest, digest) = members[i];
            Require(
                bundle.Members[i].Digest == digest.ToString(),
                $"Member {manifest.Id} has another manifest than the one that the bundle names by its digest.");
            Require(
                manifest.Pair == bundle.Members[i].Pair,
                $"Member {manifest.Id} is for '{FaultException.Excerpt(manifest.Pair)}', the bundle has it for '{bundle.Members[i].Pair}'.");
            Require(
                manifest.FeatureFingerprint == bundle.FeatureFingerprint,
                $"Member {manifest.Id} reads other features than the bundle: their fingerprints differ.");
        }

        var encoder = members[0].Manifest;
        Require(encoder.Kind == ModelKinds.Encoder, $"Member {encoder.Id} is of kind '{encoder.Kind}': the first must be an {ModelKinds.Encoder}.");
        var graph = encoder.Files.GetValueOrDefault(PackageFileNames.Model)?.Sha256;
        foreach (var (head, _) in members.Skip(1))
        {
            CheckHead(bundle, head, encoder.Id, graph);
        }
    }

    private static void CheckHead(ModelManifest bundle, ModelManifest head, ModelId encoder, string? graph)
    {
        Require(head.Kind == ModelKinds.Multitask, $"Member {head.Id} is of kind '{head.Kind}': a head is of kind '{ModelKinds.Multitask}'.");
        Require(head.Target == bundle.Target, $"Member {head.Id} predicts {head.Target}, the bundle {bundle.Target}.");
        Require(graph is not null && head.EncoderDigest == graph, $"Member {head.Id} was trained on the embedding of another encoder than {encoder}.");
    }

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new FaultException(Fault.ModelFailed, reason);
        }
    }
}
