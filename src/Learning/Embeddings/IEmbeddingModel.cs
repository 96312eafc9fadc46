using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Embeddings;

/// <summary>A fitted encoder together with the decoder that it was fitted with.</summary>
public interface IEmbeddingModel : IServingEncoder
{
    /// <summary>Numbers in an embedding.</summary>
    int Dimensions { get; }

    /// <summary>Adds nodes that map scaled features [N, F] to what encoder and decoder make of them [N, F].</summary>
    internal string WriteReconstruction(OnnxGraphBuilder graph, string scaled);
}
