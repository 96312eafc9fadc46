using Bqx.Learning.Neural;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>A fitted network with the three heads as the middle of a serving graph: its tensors become constants.</summary>
/// <param name="fitted">Its outputs are the residual, the volatility and the class logits.</param>
/// <param name="prefix">Goes before the names of its constants.</param>
internal sealed class NetworkHeads(FittedNetwork fitted, string prefix = "") : IServingHeads
{
    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        var outputs = fitted.Write(graph, [scaled], prefix);
        return (outputs[0], outputs[1], graph.Node("Softmax", [("axis", -1)], outputs[2]));
    }
}
