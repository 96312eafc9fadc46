using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Columns of all inputs side by side.</summary>
/// <param name="widths">Columns of each input.</param>
internal sealed class ColumnConcat(ImmutableArray<int> widths) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) => graph.Node("Concat", [("axis", 1)], inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        var first = widths.Take(index).Sum();
        return graph.Columns(gradient, first, widths[index]);
    }
}
