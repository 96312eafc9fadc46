using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Operators;
using static Bqx.Learning.Tests.Neural.GradientCheck;

namespace Bqx.Learning.Tests.Neural;

public sealed class OperatorGradientTests
{
    [Fact]
    public void MatrixProduct_BothSides_MatchDifferences() => Run(
        graph => Loss(graph, graph.Apply(new MatrixProduct(), "x", "w"), 3, 2),
        ("x", [3, 4], Numbers(12, 1)),
        ("w", [4, 2], Numbers(8, 2)));

    [Fact]
    public void AddBias_BothSides_MatchDifferences() => Run(
        graph => Loss(graph, graph.Apply(new AddBias(), "x", "b"), 3, 2),
        ("x", [3, 2], Numbers(6, 3)),
        ("b", [2], Numbers(2, 4)));

    [Fact]
    public void Relu_AwayFromTheKink_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new Relu(), "x"), 4, 3),
        ("x", [4, 3], Numbers(12, 5)));

    [Fact]
    public void MeanSquaredError_MatchesDifferences() => Run(
        graph => Loss(graph, "x", 5, 2),
        ("x", [5, 2], Numbers(10, 6)));

    [Fact]
    public void SoftmaxCrossEntropy_OneHotTarget_MatchesDifferences() => Run(
        graph => graph.Apply(
            new SoftmaxCrossEntropy(3), "x", graph.Graph.Constant("y", [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0], 3, 5)),
        ("x", [3, 5], Numbers(15, 7)));

    [Fact]
    public void WeightedSum_MatchesDifferences() => Run(
        graph => graph.Apply(new WeightedSum([1, 0.3, 2]), "a", "b", "c"),
        ("a", [], Numbers(1, 8)),
        ("b", [], Numbers(1, 9)),
        ("c", [], Numbers(1, 10)));

    [Fact]
    public void Gradients_ValueUsedTwice_AddsBothParts() => Run(
        graph => Loss(graph, graph.Apply(new MatrixProduct(), "x", "x"), 2, 2),
        ("x", [2, 2], Numbers(4, 11)));

    [Fact]
    public void Gradients_WholeNetwork_MatchDifferences()
    {
        var layout = new MlpLayout(3, [4, 2]);
        Run(
            graph =>
            {
                var x = graph.Graph.Constant("features", Numbers(15, 12), 5, 3);
                var (residual, volatility, logits) = layout.Write(graph, x);
                var classes = graph.Graph.Constant("y", [.. Enumerable.Range(0, 25).Select(i => i % 6 == 0 ? 1.0 : 0)], 5, 5);
                return graph.Apply(
                    new WeightedSum([1, 0.3, 0.3]),
                    Loss(graph, residual, 5, 1),
                    Loss(graph, volatility, 5, 1),
                    graph.Apply(new SoftmaxCrossEntropy(5), logits, classes));
            },
            [.. layout.Parameters.Select((p, i) => (p.Name, p.Shape.ToArray(), Numbers(p.Length, 20 + i)))]);
    }

    [Fact]
    public void Loss_DerivativeByTarget_IsRefused()
    {
        var graph = new DifferentiableGraph(new Learning.Onnx.OnnxGraphBuilder("check"));
        graph.Parameter("y", 1, 1);
        var loss = graph.Apply(new MeanSquaredError(1), graph.Graph.Input("x", 1, 1), "y");
        Should.Throw<NotSupportedException>(() => graph.Gradients(loss));
    }

    private static string Loss(DifferentiableGraph graph, string value, int rows, int columns) => graph.Apply(
        new MeanSquaredError(rows * columns),
        value,
        graph.Graph.Constant($"target_of_{value}", Numbers(rows * columns, 99), rows, columns));
}
