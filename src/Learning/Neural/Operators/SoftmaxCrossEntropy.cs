using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Mean over rows of −Σ y·log softmax(x), by x only; y [N, C] is one-hot, or any distribution.</summary>
/// <param name="rows">How many rows x has; only the derivative needs it.</param>
internal sealed class SoftmaxCrossEntropy(int rows) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        var products = graph.Node("Mul", graph.Node("LogSoftmax", [("axis", -1)], inputs[0]), inputs[1]);
        var sums = graph.Node("ReduceSum", [("keepdims", 0)], products, graph.Integers(1));
        return graph.Node("Neg", graph.Node("ReduceMean", [("keepdims", 0)], sums));
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        LossTarget.ThrowIfTarget(index);
        var difference = graph.Node("Sub", graph.Node("Softmax", [("axis", -1)], inputs[0]), inputs[1]);
        return graph.Node("Mul", difference, graph.Node("Mul", gradient, graph.Scalar(1.0 / rows)));
    }
}
