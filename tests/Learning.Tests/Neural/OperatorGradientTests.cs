using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Operators;
using static Bqx.Learning.Tests.Neural.GradientCheck;

namespace Bqx.Learning.Tests.Neural;

public sealed class OperatorGradientTests
{
    [Fact]
    public void Dense_WithoutBias_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new Dense(3, 4, 2), "x", "w"), 3, 2),
        ("x", [3, 4], Numbers(12, 1)),
        ("w", [4, 2], Numbers(8, 2)));

    [Fact]
    public void Dense_WithBias_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new Dense(3, 4, 2), "x", "w", "b"), 3, 2),
        ("x", [3, 4], Numbers(12, 1)),
        ("w", [4, 2], Numbers(8, 2)),
        ("b", [2], Numbers(2, 4)));

    [Fact]
    public void BatchNormalization_AllThreeInputs_MatchDifferences() => Run(
        graph => Loss(graph, graph.Apply(new BatchNormalization(6), "x", "scale", "shift"), 6, 3),
        ("x", [6, 3], Numbers(18, 31)),
        ("scale", [3], Numbers(3, 32)),
        ("shift", [3], Numbers(3, 33)));

    [Fact]
    public void NormalisedRelu_AllThreeInputs_MatchDifferences() => Run(
        graph => Loss(graph, graph.Apply(new NormalisedRelu(6, 3), "x", "scale", "shift"), 6, 3),
        ("x", [6, 3], Numbers(18, 41)),
        ("scale", [3], Numbers(3, 42)),
        ("shift", [3], Numbers(3, 43)));

    [Fact]
    public void NormalisedRelu_WithMask_MatchesDifferences() => Run(
        graph => Loss(
            graph,
            graph.Apply(new NormalisedRelu(4, 2, 2), "x", "scale", "shift", graph.Graph.Constant("mask", [0, 2, 2, 0, 2, 2, 2, 0], 4, 2)),
            4,
            2),
        ("x", [4, 2], Numbers(8, 44)),
        ("scale", [2], Numbers(2, 45)),
        ("shift", [2], Numbers(2, 46)));

    [Fact]
    public void Relu_WithMask_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new Relu(2, 3, 2), "x", graph.Graph.Constant("mask", [0, 2, 2, 0, 2, 0], 2, 3)), 2, 3),
        ("x", [2, 3], Numbers(6, 34)));

    [Fact]
    public void HalfSquaredNorm_MatchesDifferences() => Run(
        graph => graph.Apply(new HalfSquaredNorm(), "w"),
        ("w", [3, 2], Numbers(6, 35)));

    [Fact]
    public void ColumnConcat_EveryPart_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new ColumnConcat([2, 1, 3]), "a", "b", "c"), 2, 6),
        ("a", [2, 2], Numbers(4, 36)),
        ("b", [2, 1], Numbers(2, 37)),
        ("c", [2, 3], Numbers(6, 38)));

    [Fact]
    public void ColumnSlice_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new ColumnSlice(5, 1, 3), "x"), 2, 3),
        ("x", [2, 5], Numbers(10, 39)));

    [Fact]
    public void Relu_AwayFromTheKink_MatchesDifferences() => Run(
        graph => Loss(graph, graph.Apply(new Relu(4, 3), "x"), 4, 3),
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
        graph => Loss(graph, graph.Apply(new Dense(2, 2, 2), "x", "x"), 2, 2),
        ("x", [2, 2], Numbers(4, 11)));

    [Fact]
    public void Gradients_DropoutMask_IsRefused()
    {
        var graph = new DifferentiableGraph(new Learning.Onnx.OnnxGraphBuilder("check"));
        graph.Parameter("mask", 1, 1);
        var loss = graph.Apply(new Relu(1, 1), graph.Graph.Input("x", 1, 1), "mask");
        Should.Throw<NotSupportedException>(() => graph.Gradients(loss));
    }

    [Fact]
    public void Loss_DerivativeByTarget_IsRefused()
    {
        var graph = new DifferentiableGraph(new Learning.Onnx.OnnxGraphBuilder("check"));
        graph.Parameter("y", 1, 1);
        var loss = graph.Apply(new MeanSquaredError(1, 1), graph.Graph.Input("x", 1, 1), "y");
        Should.Throw<NotSupportedException>(() => graph.Gradients(loss));
    }

    private static string Loss(DifferentiableGraph graph, string value, int rows, int columns) => graph.Apply(
        new MeanSquaredError(rows, columns),
        value,
        graph.Graph.Constant($"target_of_{value}", Numbers(rows * columns, 99), rows, columns));
}
