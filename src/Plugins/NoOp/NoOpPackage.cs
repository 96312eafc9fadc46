using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.NoOp;

/// <summary>Makes complete packages of kind <c>noop</c>, for a server that runs without a trained model.</summary>
public static class NoOpPackage
{
    /// <summary>All files of a package that fits a feature schema.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Create(ModelId id, FeatureSchema schema)
    {
        ModelOutput[] expected = [NoOpModel.OutputOf(id.Version)];
        var probe = new ProbeFile(schema.Count, ModelOutput.Count, new float[schema.Count], ModelOutput.Numbers(expected).ToArray());
        return PackageSeal.Close(
            ManifestOf(id, schema),
            new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [PackageFileNames.Probe] = probe.Write() });
    }

    private static ModelManifest ManifestOf(ModelId id, FeatureSchema schema) => new()
    {
        Format = 1,
        Name = id.Name,
        Version = id.Version,
        Kind = NoOpPlugin.KindName,
        Pair = "*",
        Target = Target.Primary.ToString(),
        FeatureFingerprint = schema.Fingerprint.ToString(),
        Members = [],
        Inputs = [new TensorSchema("features", "float32", [-1, schema.Count])],
        Outputs =
        [
            new TensorSchema("bqx", "float32", [-1]),
            new TensorSchema("log_rv", "float32", [-1]),
            new TensorSchema("regime", "float32", [-1, RegimeProbabilities.Count]),
        ],
        Files = ImmutableSortedDictionary<string, PackageFile>.Empty,
        ProbeTolerance = 1e-6,
        Splits = [],
        Metrics = [],
        Calibration = new ModelCalibration
        {
            Level = 0.9,
            BqxQuantile = 1.645,
            LogRvQuantile = 1,
            ReturnSlope = ForAll(-0.0248),
            HighVolLogRv = ForAll(-5),
        },
        Controls = [],
        Features = [],
        Lineage = new ModelLineage(DataHash: "", CodeVersion: "", Seed: 0, Parent: null, Command: ""),
    };

    private static ImmutableSortedDictionary<string, double> ForAll(double value) =>
        Pair.All.ToImmutableSortedDictionary(pair => pair.Name, _ => value, StringComparer.Ordinal);
}
