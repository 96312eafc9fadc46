using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>Makes packages of kind <c>multitask</c> for one pair, which read the raw features and an encoder's embedding.</summary>
public static class HeadPackage
{
    /// <summary>Builds the package. The probe's rows go through the encoder first.</summary>
    public static PackageContent Build(HeadDraft draft)
    {
        var manifest = PackageBuilder.Describe(draft) with
        {
            Kind = ModelKinds.Multitask,
            Pair = draft.Pair.Name,
            Target = draft.Target.ToString(),
            EncoderDigest = draft.Encoder.Manifest.Files[PackageFileNames.Model].Sha256,
            Inputs = ServingGraph.Inputs(draft.Schema.Count + ModelKinds.EmbeddingCount),
            Outputs = ServingGraph.Outputs(),
            Calibration = draft.Calibration,
        };
        var content = PackageBuilder.Content(draft.Graph, draft.Losses);
        var model = ServingGraph.Write(draft.Target, draft.Schema, draft.Scaling, draft.Heads);
        content[PackageFileNames.Model] = model;
        using var encoder = GraphSession.Of(draft.Encoder);
        using var session = new GraphSession(model, manifest);
        content[PackageFileNames.Probe] = session.Probe(encoder.Append(draft.ProbeRows));
        return PackageBuilder.Close(manifest, content);
    }
}
