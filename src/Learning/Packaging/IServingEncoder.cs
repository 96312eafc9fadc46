using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>The fitted middle of an encoder's graph.</summary>
public interface IServingEncoder
{
    /// <summary>Adds nodes that map scaled features [N, F] to the embedding [N, 64].</summary>
    internal string Write(OnnxGraphBuilder graph, string scaled);
}
