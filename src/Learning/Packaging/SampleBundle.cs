using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>
/// A valid bundle made without training, with seeded weights: a small one of an encoder of one layer and linear heads, or one of the nets
/// that are trained. As <see cref="SamplePackage"/>, for tests and for measuring.
/// </summary>
/// <param name="Encoder">Package <c>name-encoder</c>.</param>
/// <param name="Heads">Packages <c>name-eurusd</c> …, in pair order.</param>
/// <param name="Bundle">Package <c>name</c>.</param>
public sealed record SampleBundle(PackageContent Encoder, ImmutableArray<PackageContent> Heads, PackageContent Bundle)
{
    /// <summary>All packages, members first.</summary>
    public IEnumerable<PackageContent> All => Heads.Prepend(Encoder).Append(Bundle);

    /// <summary>Makes all packages for a schema that holds <see cref="FeatureNames.Sigma"/>. The same arguments give the same bytes.</summary>
    /// <param name="schema">The features.</param>
    /// <param name="name">Name of the bundle; those of its members begin with it.</param>
    /// <param name="version">Version of all.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="graph">Lead-lag graph; null = the default one.</param>
    /// <param name="isFullSize">Whether encoder and heads are nets as large as those that are trained.</param>
    public static SampleBundle Create(FeatureSchema schema, string name = "sample", int version = 1, int seed = 1, LeadLagGraph? graph = null, bool isFullSize = false)
    {
        var random = new Random(seed);
        var lineage = new ModelLineage(new string('0', 64), "sample", seed, null, "sample");
        var encoder = EncoderPackage.Build(new EncoderDraft
        {
            Id = new ModelId($"{name}-encoder", version),
            Schema = schema,
            Graph = graph ?? LeadLagGraph.Default,
            ProbeRows = SamplePackage.Rows(schema, random),
            Splits = [],
            Metrics = [],
            Features = SamplePackage.Distributions(schema),
            Lineage = lineage,
            Scaling = ScalingOf(schema.Count),
            Encoder = isFullSize ? Autoencoder(schema.Count, seed) : new Layer(Weights(random, schema.Count, ModelKinds.EmbeddingCount)),
        });
        var rows = SamplePackage.Rows(schema, random);
        ImmutableArray<PackageContent> heads = [.. Pair.All.Select(Head)];
        var bundle = BundlePackage.Build(new BundleDraft
        {
            Id = new ModelId(name, version),
            Encoder = encoder,
            Heads = heads,
            Metrics = [],
            Lineage = lineage,
        });
        return new SampleBundle(encoder, heads, bundle);

        PackageContent Head(Pair pair)
        {
            var width = schema.Count + ModelKinds.EmbeddingCount;
            return HeadPackage.Build(new HeadDraft
            {
                Id = new ModelId($"{name}-{pair.Name.ToLowerInvariant()}", version),
                Schema = schema,
                Graph = graph ?? LeadLagGraph.Default,
                ProbeRows = rows,
                Splits = [],
                Metrics = [],
                Features = SamplePackage.Distributions(schema),
                Lineage = lineage,
                Pair = pair,
                Target = Target.Primary,
                Encoder = encoder,
                Scaling = ScalingOf(width),
                Heads = isFullSize
                    ? new NetworkHeads(FittedNetwork.Untrained(new MultitaskNetwork(new MultitaskOptions { Features = width }), seed + pair.Index))
                    : new LinearHeads(Weights(random, width, 1), 0.01, Weights(random, width, 1), -0.05, 1),
                Calibration = SamplePackage.Calibration(pair),
            });
        }
    }

    private static AutoencoderModel Autoencoder(int features, int seed)
    {
        var shape = new AutoencoderOptions { Features = features, Code = ModelKinds.EmbeddingCount };
        return new AutoencoderModel(shape, FittedNetwork.Untrained(new AutoencoderNetwork(shape), seed).Values);
    }

    private static InputScaling ScalingOf(int width) => new(new float[width], [.. Enumerable.Repeat(1f, width)]);

    private static double[] Weights(Random random, int inputs, int outputs) =>
        [.. Enumerable.Range(0, inputs * outputs).Select(_ => (random.NextDouble() - 0.5) / Math.Sqrt(inputs))];

    private sealed class Layer(double[] weights) : IServingEncoder
    {
        string IServingEncoder.Write(OnnxGraphBuilder graph, string scaled)
        {
            var matrix = graph.Constant("encoder_weights", weights, weights.Length / ModelKinds.EmbeddingCount, ModelKinds.EmbeddingCount);
            return graph.Node("Tanh", graph.Node("MatMul", scaled, matrix));
        }
    }
}
