using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>max(x, 0). The derivative is the sign of the value, which is 0 or 1.</summary>
internal sealed class Relu : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Relu", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        graph.Node("Mul", gradient, graph.Node("Sign", output));
}
