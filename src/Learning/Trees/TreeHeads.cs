using System.Collections.Immutable;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Trees;

/// <summary>Trees over some of the scaled features as the middle of a serving graph.</summary>
public sealed record TreeHeads : IServingHeads
{
    /// <summary>Which scaled features the trees see, in their order.</summary>
    public required ImmutableArray<int> Columns { get; init; }

    /// <summary>Forecasts u.</summary>
    public required TreeEnsemble Residual { get; init; }

    /// <summary>How much of the forecast of u is believed, 0 to 1.</summary>
    public required double Believed { get; init; }

    /// <summary>Forecasts v.</summary>
    public required TreeEnsemble Volatility { get; init; }

    /// <summary>Logits of the classes; null takes a Gaussian around −u, which is right where h ≥ W.</summary>
    public TreeEnsemble? Classes { get; init; }

    /// <summary>Standard deviation of that Gaussian.</summary>
    public double Spread { get; init; } = 1;

    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        var selected = graph.Node("Gather", [("axis", 1)], scaled, graph.Integers("tree_columns", [.. Columns.Select(column => (long)column)]));
        var residual = graph.Node("Mul", TreeGraph.Write(graph, Residual, selected), graph.Scalar(Believed));
        var classes = Classes is null
            ? GaussianClasses.Write(graph, graph.Node("Neg", residual), Spread)
            : graph.Node("Softmax", [("axis", -1)], TreeGraph.Write(graph, Classes, selected));
        return (residual, TreeGraph.Write(graph, Volatility, selected), classes);
    }
}
