using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Embeddings;

/// <summary>A trained autoencoder: normalisation is folded into the weights, nothing is dropped.</summary>
internal sealed class AutoencoderModel(AutoencoderOptions shape, IReadOnlyDictionary<string, float[]> values) : IEmbeddingModel
{
    private const string Prefix = "autoencoder_";
    private readonly AutoencoderNetwork _network = new(shape);

    public int Dimensions => shape.Code;

    string IServingEncoder.Write(OnnxGraphBuilder graph, string scaled) =>
        _network.Encode(LayerWriter.ForInference(graph, values, Prefix), scaled);

    string IEmbeddingModel.WriteReconstruction(OnnxGraphBuilder graph, string scaled) =>
        new FittedNetwork(_network, values).Write(graph, [scaled], Prefix)[1];
}
