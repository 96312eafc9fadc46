using Bqx.Learning.Neural;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>A fitted perceptron as the middle of a serving graph: its tensors become constants.</summary>
internal sealed class MlpHeads(MlpLayout layout, IReadOnlyDictionary<string, float[]> parameters) : IServingHeads
{
    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        foreach (var parameter in layout.Parameters)
        {
            var values = Array.ConvertAll(parameters[parameter.Name], value => (double)value);
            graph.Constant(parameter.Name, values, parameter.Shape.AsSpan());
        }

        var (residual, volatility, logits) = layout.Write(new DifferentiableGraph(graph), scaled);
        return (residual, volatility, graph.Node("Softmax", [("axis", -1)], logits));
    }
}
