using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>
/// A small valid package made without training: linear heads with seeded weights. For tests, and for measuring the serving of a model
/// whose quality does not matter.
/// </summary>
public static class SamplePackage
{
    private const int ProbeRowCount = 32;
    private static readonly ImmutableArray<double> Deciles = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];

    /// <summary>Makes a package for a schema that holds <see cref="FeatureNames.Sigma"/>. The same arguments give the same bytes.</summary>
    public static PackageContent Create(FeatureSchema schema, string name = "sample", int version = 1, int seed = 1)
    {
        var random = new Random(seed);
        var scaling = new InputScaling(new float[schema.Count], [.. Enumerable.Repeat(1f, schema.Count)]);
        var heads = new LinearHeads(Weights(), 0.01, Weights(), -0.05, 1);
        return PackageBuilder.Build(new PackageDraft
        {
            Id = new ModelId(name, version),
            Target = Target.Primary,
            Schema = schema,
            Model = ServingGraph.Write(Target.Primary, schema, scaling, heads),
            ProbeRows = Rows(schema, random),
            Splits = [],
            Metrics = [],
            Calibration = Calibration([.. Pair.All]),
            Features = Distributions(schema),
            Lineage = new ModelLineage(new string('0', 64), "sample", seed, null, "sample"),
        });

        double[] Weights() => [.. Enumerable.Range(0, schema.Count).Select(_ => (random.NextDouble() - 0.5) / Math.Sqrt(schema.Count))];
    }

    internal static float[] Rows(FeatureSchema schema, Random random)
    {
        var rows = new float[ProbeRowCount * schema.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)((random.NextDouble() * 2) - 1);
        }

        for (var row = 0; row < ProbeRowCount; row++)
        {
            rows[(row * schema.Count) + schema.IndexOf(FeatureNames.Sigma)] = (float)(1e-4 * (1 + random.NextDouble()));
        }

        return rows;
    }

    internal static ImmutableArray<FeatureDistribution> Distributions(FeatureSchema schema) =>
        [.. schema.Names.Select(feature => new FeatureDistribution(feature, 0, 1, Deciles))];

    internal static ModelCalibration Calibration(params ReadOnlySpan<Pair> pairs) => new()
    {
        Level = 0.9,
        BqxQuantile = 1.645,
        LogRvQuantile = 0.5,
        ReturnSlope = ByPair(pairs, -0.0248),
        HighVolLogRv = ByPair(pairs, -6.5),
    };

    private static ImmutableSortedDictionary<string, double> ByPair(ReadOnlySpan<Pair> pairs, double value) =>
        pairs.ToArray().ToImmutableSortedDictionary(pair => pair.Name, _ => value, StringComparer.Ordinal);
}
