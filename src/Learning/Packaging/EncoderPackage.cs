using Bqx.Core;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>Makes packages of kind <c>encoder</c>: raw features → scale → encoder → embedding.</summary>
public static class EncoderPackage
{
    /// <summary>The graph's output.</summary>
    public const string EmbeddingOutput = "embedding";

    /// <summary>Builds the package.</summary>
    public static PackageContent Build(EncoderDraft draft)
    {
        var manifest = PackageBuilder.Describe(draft) with
        {
            Inputs = ServingGraph.Inputs(draft.Schema.Count),
            Outputs = [new TensorSchema(EmbeddingOutput, "float32", [-1, ModelKinds.EmbeddingCount])],
        };
        var content = PackageBuilder.Content(draft.Graph, losses: default);
        var model = WriteGraph(draft.Scaling, draft.Encoder);
        content[PackageFileNames.Model] = model;
        using var session = new GraphSession(model, manifest);
        content[PackageFileNames.Probe] = session.Probe(draft.ProbeRows);
        return PackageBuilder.Close(manifest, content);
    }

    /// <summary>Writes the graph as the bytes of <c>model.onnx</c>.</summary>
    /// <param name="scaling">What is done to each raw feature first.</param>
    /// <param name="encoder">Reads what comes out of it.</param>
    public static byte[] WriteGraph(InputScaling scaling, IServingEncoder encoder)
    {
        var graph = new OnnxGraphBuilder("bqx_encoder");
        var features = graph.Input(ServingGraph.FeaturesInput, OnnxGraphBuilder.AnyRows, scaling.Means.Length);
        var embedding = encoder.Write(graph, ServingGraph.Scale(graph, features, scaling));
        graph.Output(embedding, EmbeddingOutput, OnnxGraphBuilder.AnyRows, ModelKinds.EmbeddingCount);
        return graph.ToBytes();
    }
}
