using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Adjacent columns of x.</summary>
/// <param name="width">Columns of x.</param>
/// <param name="first">First column taken.</param>
/// <param name="count">How many are taken.</param>
internal sealed class ColumnSlice(int width, int first, int count) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Columns(inputs[0], first, count);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) =>
        graph.Node("Pad", gradient, graph.Integers(0, first, 0, width - first - count));
}
