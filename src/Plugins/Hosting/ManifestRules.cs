using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>What a manifest must say before its model is loaded.</summary>
internal static class ManifestRules
{
    private const double MaxTolerance = 0.01;

    public static void Check(ModelManifest manifest, FeatureSchema schema, LeadLagGraph graph)
    {
        CheckFeatures(manifest, schema, graph);
        Refuse.If(!ModelId.IsName(manifest.Kind), $"Kind '{FaultException.Excerpt(manifest.Kind)}' is not a name.");
        Refuse.If(
            !manifest.Files.ContainsKey(PackageFileNames.Probe),
            $"The manifest lists no {PackageFileNames.Probe}: a package without probes cannot be warmed.");
        Refuse.If(
            !(manifest.ProbeTolerance is > 0 and <= MaxTolerance),
            $"The probe tolerance is {manifest.ProbeTolerance}: more than 0 and at most {MaxTolerance} is allowed.");
        switch (manifest.Kind)
        {
            case ModelKinds.Encoder:
                CheckEncoder(manifest, schema);
                break;
            case ModelKinds.Bundle:
                CheckBundle(manifest, schema);
                break;
            default:
                CheckPredictor(manifest, schema);
                break;
        }
    }

    private static void CheckEncoder(ModelManifest manifest, FeatureSchema schema)
    {
        CheckForAll(manifest);
        Refuse.If(!manifest.Members.IsEmpty, "Only a bundle has members.");
        Refuse.If(manifest.Target != ModelKinds.AnyTarget, "An encoder has no target: '*' is needed.");
        CheckInputs(manifest, schema.Count);
        Refuse.If(
            manifest.Outputs is not [{ Name: "embedding", Type: "float32", Shape: [-1, ModelKinds.EmbeddingCount] }],
            $"The outputs of an encoder must be one float32 tensor 'embedding' of shape [-1, {ModelKinds.EmbeddingCount}].");
    }

    private static void CheckBundle(ModelManifest manifest, FeatureSchema schema)
    {
        CheckForAll(manifest);
        BundleRules.CheckList(manifest);
        CheckTarget(manifest);
        CheckInputs(manifest, schema.Count);
        CheckOutputs(manifest.Outputs);
    }

    private static void CheckPredictor(ModelManifest manifest, FeatureSchema schema)
    {
        var pairs = PairsOf(manifest.Pair);
        Refuse.If(!manifest.Members.IsEmpty, "Only a bundle has members.");
        Refuse.If(
            manifest.EncoderDigest is not null && (manifest.Kind != ModelKinds.Multitask || manifest.Pair == ModelKinds.AllPairs),
            $"Only a model of kind '{ModelKinds.Multitask}' for one pair reads an encoder's embedding.");
        CheckTarget(manifest);
        CheckInputs(manifest, schema.Count + (manifest.EncoderDigest is null ? 0 : ModelKinds.EmbeddingCount));
        CheckOutputs(manifest.Outputs);
        CheckCalibration(manifest.Calibration ?? throw Refuse.Because("The manifest has no calibration."), pairs);
    }

    private static void CheckForAll(ModelManifest manifest)
    {
        Refuse.If(
            manifest.Pair != ModelKinds.AllPairs,
            $"Pair '{FaultException.Excerpt(manifest.Pair)}' is wrong: a package of kind '{manifest.Kind}' is for all ('*').");
        Refuse.If(
            manifest.Calibration is not null || manifest.EncoderDigest is not null,
            $"A package of kind '{manifest.Kind}' has neither a calibration nor an encoder's digest.");
    }

    private static void CheckTarget(ModelManifest manifest) => Refuse.If(
        !Target.TryParse(manifest.Target, out _),
        $"Target '{FaultException.Excerpt(manifest.Target)}' is not of the form bqx60_h60.");

    private static void CheckFeatures(ModelManifest manifest, FeatureSchema schema, LeadLagGraph graph)
    {
        var expected = graph.FingerprintOf(schema).ToString();
        if (manifest.FeatureFingerprint != expected)
        {
            throw new FaultException(
                Fault.SchemaMismatch,
                $"The model reads features {FaultException.Excerpt(manifest.FeatureFingerprint)}, this server computes {expected[..32]}….");
        }

        Refuse.If(
            !manifest.Features.IsEmpty && !manifest.Features.Select(feature => feature.Name).SequenceEqual(schema.Names),
            "The training distributions do not name the features of the schema in its order.");
    }

    private static void CheckInputs(ModelManifest manifest, int count) => Refuse.If(
        manifest.Inputs is not [{ Name: "features", Type: "float32", Shape: [-1, var width] }] || width != count,
        $"The inputs must be one float32 tensor 'features' of shape [-1, {count}].");

    private static void CheckOutputs(ImmutableArray<TensorSchema> outputs) => Refuse.If(
        outputs is not
        [
            { Name: "bqx", Type: "float32", Shape: [-1] or [-1, 1] },
            { Name: "log_rv", Type: "float32", Shape: [-1] or [-1, 1] },
            { Name: "regime", Type: "float32", Shape: [-1, RegimeProbabilities.Count] },
        ],
        "The outputs must be float32 tensors 'bqx' [-1], 'log_rv' [-1] and 'regime' [-1, 5].");

    private static void CheckCalibration(ModelCalibration calibration, ImmutableArray<Pair> pairs)
    {
        Refuse.If(!(calibration.Level is > 0 and < 1), $"The interval level is {calibration.Level}: between 0 and 1 is allowed.");
        CheckQuantile(calibration.BqxQuantile, "BQX");
        CheckQuantile(calibration.LogRvQuantile, "log RV");
        foreach (var pair in pairs)
        {
            CheckEntry(calibration.ReturnSlope, pair, "return slope");
            CheckEntry(calibration.HighVolLogRv, pair, "high-volatility threshold");
        }
    }

    private static void CheckQuantile(double quantile, string what) => Refuse.If(
        !double.IsFinite(quantile) || quantile <= 0, $"The {what} quantile is {quantile}: a finite number above 0 is needed.");

    private static void CheckEntry(ImmutableSortedDictionary<string, double> table, Pair pair, string what) => Refuse.If(
        !table.TryGetValue(pair.Name, out var value) || !double.IsFinite(value), $"The calibration has no {what} for {pair.Name}.");

    private static ImmutableArray<Pair> PairsOf(string name) =>
        name == ModelKinds.AllPairs ? Pair.All
        : Pair.TryParse(name, out var pair) && pair.Name == name ? [pair]
        : throw Refuse.Because($"Pair '{FaultException.Excerpt(name)}' is neither '*' nor one of the 28 pairs.");
}
