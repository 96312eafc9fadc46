using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>X [N, C] + b [C].</summary>
internal sealed class AddBias : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Add", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        index == 0
            ? gradient
            : graph.Node("ReduceSum", [("keepdims", 0)], gradient, graph.Integers($"axes_of_{gradient}_{inputs[1]}", 0));
}
