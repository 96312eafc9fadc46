using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>x∘mask, by x only: dropout, whose mask is data.</summary>
internal sealed class MaskProduct : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Mul", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) => index == 0
        ? graph.Node("Mul", gradient, inputs[1])
        : throw new NotSupportedException("Dropout has no derivative by its mask.");
}
