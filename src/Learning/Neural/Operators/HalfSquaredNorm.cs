using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>½Σx²: the L2 penalty of one tensor.</summary>
internal sealed class HalfSquaredNorm : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) =>
        graph.Node("Mul", graph.Node("ReduceSumSquare", [("keepdims", 0)], inputs[0]), graph.Scalar(0.5));

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        graph.Node("Mul", inputs[0], gradient);
}
