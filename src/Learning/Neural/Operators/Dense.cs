using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>X [N, I]·W [I, O], plus b [O] where there is a third input.</summary>
internal sealed class Dense : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Gemm", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) => index switch
    {
        0 => graph.Node("Gemm", [("transB", 1)], gradient, inputs[1]),
        1 => graph.Node("Gemm", graph.Node("Transpose", inputs[0]), gradient),
        _ => graph.Node("ReduceSum", [("keepdims", 0)], gradient, graph.Integers(0)),
    };
}
