using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>
/// Batch normalisation and then ReLU, times a mask of inverted dropout where there is a fourth input, of x [N, C], γ [C] and β [C]. One
/// instance serves one application.
/// </summary>
/// <param name="rows">Rows of x.</param>
/// <param name="columns">Columns of x.</param>
/// <param name="kept">What the mask is where it is not 0.</param>
internal sealed class NormalisedRelu(int rows, int columns, double kept = 1) : DifferentiableOperator
{
    private const int MaskInput = 3;
    private readonly BatchNormalization _norm = new(rows);
    private readonly Relu _relu = new(rows, columns, kept);
    private string _normalised = "";
    private string _gradient = "";
    private string[]? _derivatives;

    /// <summary>Means of the columns [C], once written.</summary>
    public string Mean { get; private set; } = "";

    /// <summary>Biased variances of the columns [C], once written.</summary>
    public string Variance { get; private set; } = "";

    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        if (graph.UsesKernels)
        {
            var op = inputs.Length > MaskInput ? "NormalisedMaskedRelu" : "NormalisedRelu";
            var epsilon = graph.Scalar(BatchNormalization.Epsilon);
            var outputs = graph.KernelNode(op, rows, columns, 3, [.. inputs[..MaskInput], epsilon, .. inputs[MaskInput..]]);
            (Mean, Variance) = (outputs[1], outputs[2]);
            return outputs[0];
        }

        _normalised = _norm.Forward(graph, inputs[..MaskInput]);
        (Mean, Variance) = (_norm.Mean, _norm.Variance);
        return _relu.Forward(graph, [_normalised, .. inputs[MaskInput..]]);
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        if (index >= MaskInput)
        {
            throw new NotSupportedException("Dropout has no derivative by its mask.");
        }

        if (graph.UsesKernels)
        {
            _derivatives ??= WriteDerivatives(graph, inputs, output, gradient);
            return _derivatives[index];
        }

        if (_gradient.Length == 0)
        {
            _gradient = _relu.Backward(graph, [_normalised, .. inputs[MaskInput..]], output, gradient, 0);
        }

        return _norm.Backward(graph, inputs[..MaskInput], _normalised, _gradient, index);
    }

    private string[] WriteDerivatives(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient)
    {
        var (factor, epsilon) = (graph.Scalar(kept), graph.Scalar(BatchNormalization.Epsilon));
        string[] values = [gradient, output, factor, inputs[0], inputs[1], Mean, Variance, epsilon];
        return graph.KernelNode("NormalisedReluGradient", rows, columns, 3, values);
    }
}
