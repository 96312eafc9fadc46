using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Mean of (x − y)² over all elements, by x only.</summary>
/// <param name="elements">How many elements x has; only the derivative needs it.</param>
internal sealed class MeanSquaredError(int elements) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        var difference = graph.Node("Sub", inputs);
        return graph.Node("ReduceMean", [("keepdims", 0)], graph.Node("Mul", difference, difference));
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        LossTarget.ThrowIfTarget(index);
        var scale = graph.Node("Mul", gradient, graph.Scalar(2.0 / elements));
        return graph.Node("Mul", graph.Node("Sub", inputs), scale);
    }
}
