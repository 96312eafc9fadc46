using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Σ wᵢ·xᵢ of scalars with fixed weights.</summary>
internal sealed class WeightedSum(ImmutableArray<double> weights) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        var sum = graph.Node("Mul", inputs[0], graph.Scalar(weights[0]));
        for (var i = 1; i < weights.Length; i++)
        {
            sum = graph.Node("Add", sum, graph.Node("Mul", inputs[i], graph.Scalar(weights[i])));
        }

        return sum;
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        graph.Node("Mul", gradient, graph.Scalar(weights[index]));
}
