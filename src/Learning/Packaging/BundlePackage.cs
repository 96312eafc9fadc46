using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>
/// Makes packages of kind <c>bundle</c>. They hold no graph, but the digests of an encoder and of 28 heads, and a probe of one row a pair:
/// row i goes through the encoder and the head of pair i.
/// </summary>
public static class BundlePackage
{
    /// <summary>Builds the package.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: the members do not fit each other.</exception>
    public static PackageContent Build(BundleDraft draft)
    {
        var encoder = draft.Encoder.Manifest;
        var manifest = PackageBuilder.Describe(draft) with
        {
            Kind = ModelKinds.Bundle,
            Target = draft.Heads.Length > 0 ? draft.Heads[0].Manifest.Target : "",
            FeatureFingerprint = encoder.FeatureFingerprint,
            Members = [.. draft.Heads.Prepend(draft.Encoder).Select(MemberOf)],
            Inputs = encoder.Inputs,
            Outputs = ServingGraph.Outputs(),
            Splits = encoder.Splits,
        };
        BundleRules.CheckMembers(manifest, [.. draft.Heads.Prepend(draft.Encoder).Select(member => (member.Manifest, DigestOf(member)))]);
        var content = PackageBuilder.Content(LeadLagGraph.Default, draft.Losses);
        if (draft.Encoder.Files.TryGetValue(PackageFileNames.LeadLag, out var lags))
        {
            content[PackageFileNames.LeadLag] = lags;
        }

        content[PackageFileNames.Probe] = Probe(draft);
        return PackageBuilder.Close(manifest, content);
    }

    // The encoder's own probe rows, again from the first where there are fewer than pairs.
    private static byte[] Probe(BundleDraft draft)
    {
        using var encoder = GraphSession.Of(draft.Encoder);
        var probe = ProbeFile.Read(draft.Encoder.Files[PackageFileNames.Probe].Span);
        var rows = new float[Pair.Count * probe.FeatureCount];
        var outputs = new float[Pair.Count * ModelOutput.Count];
        foreach (var pair in Pair.All)
        {
            var source = probe.Features.Slice(pair.Index % probe.Rows * probe.FeatureCount, probe.FeatureCount);
            source.CopyTo(rows.AsMemory(pair.Index * probe.FeatureCount));
            using var head = GraphSession.Of(draft.Heads[pair.Index]);
            head.Run(encoder.Append(source), outputs.AsSpan(pair.Index * ModelOutput.Count, ModelOutput.Count));
        }

        return new ProbeFile(probe.FeatureCount, ModelOutput.Count, rows, outputs).Write();
    }

    private static PackageMember MemberOf(PackageContent member) =>
        new(member.Manifest.Id.ToString(), member.Manifest.Pair, DigestOf(member).ToString());

    private static Digest DigestOf(PackageContent member) => Digest.Of(member.Files[PackageFileNames.Manifest].Span);
}
