using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Optimizers;

/// <summary>Scales all gradients by one factor so that their joint Euclidean norm stays within a limit (Pascanu et al. 2013).</summary>
internal static class GradientClipping
{
    /// <summary>Keeps the factor finite where all gradients are 0.</summary>
    private const double Tiny = 1e-12;

    public static string[] Write(OnnxGraphBuilder graph, IReadOnlyList<string> gradients, double limit)
    {
        var squares = graph.Node("Sum", [.. gradients.Select(gradient => graph.Node("ReduceSumSquare", [("keepdims", 0)], gradient))]);
        var norm = graph.Node("Sqrt", graph.Node("Add", squares, graph.Scalar(Tiny)));
        var factor = graph.Node("Min", graph.Node("Div", graph.Scalar(limit), norm), graph.Scalar(1));
        return [.. gradients.Select(gradient => graph.Node("Mul", gradient, factor))];
    }
}
