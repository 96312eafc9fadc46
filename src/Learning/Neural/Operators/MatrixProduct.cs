using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>X·W.</summary>
internal sealed class MatrixProduct : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Gemm", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        index == 0
            ? graph.Node("Gemm", [("transB", 1)], gradient, inputs[1])
            : graph.Node("Gemm", [("transA", 1)], inputs[0], gradient);
}
