using Bqx.Learning.Linear;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Embeddings;

/// <summary>The linear twin of the autoencoder: coordinates along the directions of largest variance.</summary>
public sealed class PcaEncoder(PrincipalComponents components) : IEmbeddingModel
{
    /// <inheritdoc/>
    public int Dimensions => components.Count;

    private int Features => components.Mean.Length;

    string IServingEncoder.Write(OnnxGraphBuilder graph, string scaled)
    {
        var matrix = new double[Features * Dimensions];
        var bias = new double[Dimensions];
        for (var k = 0; k < Dimensions; k++)
        {
            for (var j = 0; j < Features; j++)
            {
                var weight = components.Directions[(k * Features) + j];
                matrix[(j * Dimensions) + k] = weight;
                bias[k] -= components.Mean[j] * weight;
            }
        }

        return graph.Node(
            "Gemm", scaled, graph.Constant("pca_encoder", matrix, Features, Dimensions), graph.Constant("pca_offsets", bias, Dimensions));
    }

    string IEmbeddingModel.WriteReconstruction(OnnxGraphBuilder graph, string scaled) => graph.Node(
        "Gemm",
        ((IServingEncoder)this).Write(graph, scaled),
        graph.Constant("pca_decoder", components.Directions, Dimensions, Features),
        graph.Constant("pca_mean", components.Mean, Features));
}
