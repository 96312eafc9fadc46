using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>
/// Ioffe and Szegedy (2015) over the rows of a batch: y = γ·(x − μ)/√(σ² + ε) + β, inputs x [N, C], γ [C], β [C]. With d = x − μ and
/// r = 1/√(σ² + ε): ∂β = Σg, ∂γ = r·Σg·d, ∂x = γr·(g − Σg/N − d·r²·Σg·d/N). One instance serves one application.
/// </summary>
/// <param name="rows">Rows of x.</param>
internal sealed class BatchNormalization(int rows) : DifferentiableOperator
{
    /// <summary>Added to a variance.</summary>
    public const double Epsilon = 1e-5;

    private string _centred = "";
    private string _inverse = "";
    private string _scale = "";
    private (string Bias, string Product)? _sums;

    /// <summary>Means of the columns [C], once written.</summary>
    public string Mean { get; private set; } = "";

    /// <summary>Biased variances of the columns [C], once written.</summary>
    public string Variance { get; private set; } = "";

    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs)
    {
        Mean = graph.NodeOverAxes("ReduceMean", inputs[0], false, 0);
        _centred = graph.Node("Sub", inputs[0], Mean);
        Variance = graph.NodeOverAxes("ReduceMean", graph.Node("Mul", _centred, _centred), false, 0);
        _inverse = graph.Node("Reciprocal", graph.Node("Sqrt", graph.Node("Add", Variance, graph.Scalar(Epsilon))));
        _scale = graph.Node("Mul", inputs[1], _inverse);
        return graph.Node("Add", graph.Node("Mul", _centred, _scale), inputs[2]);
    }

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index)
    {
        var (bias, product) = _sums ??= (Sum(graph, gradient), Sum(graph, graph.Node("Mul", gradient, _centred)));
        return index switch
        {
            0 => Centre(graph, gradient, bias, product),
            1 => graph.Node("Mul", product, _inverse),
            _ => bias,
        };
    }

    private static string Sum(OnnxGraphBuilder graph, string value) =>
        graph.Node("ReduceSum", [("keepdims", 0)], value, graph.Integers(0));

    private string Centre(OnnxGraphBuilder graph, string gradient, string bias, string product)
    {
        var share = graph.Scalar(1.0 / rows);
        var slope = graph.Node("Mul", graph.Node("Mul", product, share), graph.Node("Mul", _inverse, _inverse));
        var offset = graph.Node("Mul", bias, share);
        var fitted = graph.Node("Add", graph.Node("Mul", _centred, slope), offset);
        return graph.Node("Mul", graph.Node("Sub", gradient, fitted), _scale);
    }
}
