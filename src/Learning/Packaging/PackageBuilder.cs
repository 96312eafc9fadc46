using System.Collections.Immutable;
using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>Makes the files of a package: the graph, the probe (by running the graph), and the manifest over both.</summary>
public static class PackageBuilder
{
    /// <summary>The plug-in that runs these packages.</summary>
    public const string Kind = "multitask";

    /// <summary>
    /// Difference allowed between a probe and what the server computes, relative to 1 + |expected|. Matrix products in another order
    /// of summation differ by some 1e-6; a BQX is of the order 1e-2.
    /// </summary>
    public const double ProbeTolerance = 1e-5;

    /// <summary>Builds the package.</summary>
    public static PackageContent Build(PackageDraft draft)
    {
        using var session = new ServingSession(draft.Model, draft.Schema.Count);
        var outputs = new ModelOutput[draft.ProbeRows.Length / draft.Schema.Count];
        session.Predict(draft.ProbeRows, outputs);
        var probe = new ProbeFile(draft.Schema.Count, draft.ProbeRows, outputs).Write();
        var manifest = Describe(draft, probe);
        return new PackageContent(manifest, PackageSeal.Close(
            manifest,
            new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
            {
                [PackageFileNames.Model] = draft.Model,
                [PackageFileNames.Probe] = probe,
            }));
    }

    private static ModelManifest Describe(PackageDraft draft, byte[] probe) => new()
    {
        Format = 1,
        Name = draft.Id.Name,
        Version = draft.Id.Version,
        Kind = Kind,
        Pair = "*",
        Target = draft.Target.ToString(),
        FeatureFingerprint = draft.Schema.Fingerprint.ToString(),
        Inputs = ServingGraph.Inputs(draft.Schema),
        Outputs = ServingGraph.Outputs(),
        Files = ImmutableSortedDictionary.Create<string, PackageFile>(StringComparer.Ordinal)
            .Add(PackageFileNames.Model, Describe(draft.Model))
            .Add(PackageFileNames.Probe, Describe(probe)),
        ProbeTolerance = ProbeTolerance,
        Splits = draft.Splits,
        Metrics = draft.Metrics,
        Calibration = draft.Calibration,
        Features = draft.Features,
        Lineage = draft.Lineage,
    };

    private static PackageFile Describe(byte[] content) => new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
}
