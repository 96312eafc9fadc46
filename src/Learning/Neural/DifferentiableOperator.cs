using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>An operator that can write its value and its derivative as ONNX nodes.</summary>
internal abstract class DifferentiableOperator
{
    /// <summary>Writes the value.</summary>
    public abstract string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs);

    /// <summary>Writes the derivative of the loss by one input, given the derivative by the output (of the output's shape).</summary>
    /// <param name="graph">The graph to write into.</param>
    /// <param name="inputs">Values of the inputs.</param>
    /// <param name="output">Value of the output.</param>
    /// <param name="gradient">Derivative of the loss by the output.</param>
    /// <param name="index">Which input.</param>
    /// <exception cref="NotSupportedException">The operator has no derivative by that input.</exception>
    public abstract string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index);
}
