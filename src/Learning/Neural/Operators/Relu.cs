using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>
/// max(x, 0), times a mask of inverted dropout where there is a second input. The derivative is 0 where the value is, and else the
/// mask's other value: min(value·huge, kept) finds it in two cheap passes.
/// </summary>
/// <param name="rows">Rows of x.</param>
/// <param name="columns">Columns of x.</param>
/// <param name="kept">What the mask is where it is not 0.</param>
internal sealed class Relu(int rows, int columns, double kept = 1) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        if (inputs.Length > 1 && graph.UsesKernels)
        {
            return graph.KernelNode("MaskedRelu", rows, columns, 1, inputs)[0];
        }

        var value = graph.Node("Relu", inputs[0]);
        return inputs.Length > 1 ? graph.Node("Mul", value, inputs[1]) : value;
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        if (index != 0)
        {
            throw new NotSupportedException("Dropout has no derivative by its mask.");
        }

        if (graph.UsesKernels)
        {
            return graph.KernelNode("ReluGradient", rows, columns, 1, gradient, output, graph.Scalar(kept))[0];
        }

        // The product with any normal number is at least 1; denormals count as 0.
        var huge = graph.Scalar(graph.IsDouble ? double.MaxValue : float.MaxValue);
        return graph.Node("Mul", gradient, graph.Node("Min", graph.Node("Mul", output, huge), graph.Scalar(kept)));
    }
}
