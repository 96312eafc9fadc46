using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>Mean of (x − y)² over all elements, by x only.</summary>
/// <param name="rows">Rows of x.</param>
/// <param name="columns">Columns of x.</param>
internal sealed class MeanSquaredError(int rows, int columns) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        if (graph.UsesKernels)
        {
            return graph.KernelNode("SquaredError", rows, columns, 1, inputs)[0];
        }

        var difference = graph.Node("Sub", inputs);
        return graph.Node("ReduceMean", [("keepdims", 0)], graph.Node("Mul", difference, difference));
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        LossTarget.ThrowIfTarget(index);
        var scale = graph.Node("Mul", gradient, graph.Scalar(2.0 / ((double)rows * columns)));
        if (graph.UsesKernels)
        {
            return graph.KernelNode("ScaledDifference", rows, columns, 1, scale, inputs[0], inputs[1])[0];
        }

        return graph.Node("Mul", graph.Node("Sub", inputs), scale);
    }
}
