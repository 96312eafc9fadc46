using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>
/// Makes the files of a package of kind <c>multitask</c> for all pairs: the graph, the probe (by running the graph), and the manifest over
/// both.
/// </summary>
public static class PackageBuilder
{
    /// <summary>
    /// Difference allowed between a probe and what the server computes, relative to 1 + |expected|. Matrix products in another order
    /// of summation differ by some 1e-6; a BQX is of the order 1e-2.
    /// </summary>
    public const double ProbeTolerance = 1e-5;

    /// <summary>Builds the package.</summary>
    public static PackageContent Build(PackageDraft draft)
    {
        var manifest = Describe(draft) with
        {
            Kind = ModelKinds.Multitask,
            Target = draft.Target.ToString(),
            Inputs = ServingGraph.Inputs(draft.Schema.Count),
            Outputs = ServingGraph.Outputs(),
            Calibration = draft.Calibration,
        };
        var content = Content(draft.Graph, draft.Losses);
        content[PackageFileNames.Model] = draft.Model;
        using var session = new GraphSession(draft.Model, manifest);
        content[PackageFileNames.Probe] = session.Probe(draft.ProbeRows);
        return Close(manifest, content);
    }

    /// <summary>The files that any package may have, besides its graph and its probe.</summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> Content(LeadLagGraph graph, ReadOnlyMemory<byte> losses)
    {
        var content = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (graph.Digest != LeadLagGraph.Default.Digest)
        {
            content[PackageFileNames.LeadLag] = graph.Lags.ToArray();
        }

        if (!losses.IsEmpty)
        {
            content[PackageFileNames.Losses] = losses;
        }

        return content;
    }

    /// <summary>What a manifest takes over from the draft of a fitted graph; the rest is that of an encoder.</summary>
    internal static ModelManifest Describe(FittedDraft draft) => Describe((DraftBase)draft) with
    {
        FeatureFingerprint = draft.Graph.FingerprintOf(draft.Schema).ToString(),
        Splits = draft.Splits,
        Features = draft.Features,
    };

    /// <summary>What a manifest takes over from any draft.</summary>
    internal static ModelManifest Describe(DraftBase draft) => new()
    {
        Format = 1,
        Name = draft.Id.Name,
        Version = draft.Id.Version,
        Kind = ModelKinds.Encoder,
        Pair = ModelKinds.AllPairs,
        Target = ModelKinds.AnyTarget,
        FeatureFingerprint = "",
        Members = [],
        Inputs = [],
        Outputs = [],
        Files = ImmutableSortedDictionary<string, PackageFile>.Empty,
        ProbeTolerance = ProbeTolerance,
        Splits = [],
        Metrics = draft.Metrics,
        Calibration = null,
        Controls = draft.Controls,
        Features = [],
        Lineage = draft.Lineage,
        Run = draft.Run,
    };

    /// <summary>Seals the package; its manifest then names every file.</summary>
    internal static PackageContent Close(ModelManifest manifest, Dictionary<string, ReadOnlyMemory<byte>> content)
    {
        var files = PackageSeal.Close(manifest, content);
        return new PackageContent(ModelManifestJson.Read(files[PackageFileNames.Manifest].Span), files);
    }
}
