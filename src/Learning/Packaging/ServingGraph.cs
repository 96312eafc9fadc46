using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>
/// The graph of a <c>multitask</c> package, from raw features to the three outputs. A network in its middle, written by
/// <see cref="IServingHeads"/>, sees scaled features and speaks in standardised units:
/// <code>
/// features → scale → heads → residual u, volatility v, classes
///      └── σ̂, martingale m ─┐
/// bqx = m + u·σ̂·√V     log_rv = v + log σ̂ + ½ log h     regime = classes
/// </code>
/// </summary>
public static class ServingGraph
{
    /// <summary>Smallest σ̂ that the graph divides by or takes the logarithm of.</summary>
    public const double SigmaFloor = 1e-7;

    public const string FeaturesInput = "features";
    public const string BqxOutput = "bqx";
    public const string LogRvOutput = "log_rv";
    public const string RegimeOutput = "regime";

    /// <summary>Writes the graph as the bytes of <c>model.onnx</c>. Its input is as wide as the scaling: the features, and an embedding behind them.</summary>
    public static byte[] Write(Target target, FeatureSchema schema, InputScaling scaling, IServingHeads heads)
    {
        var graph = new OnnxGraphBuilder("bqx_multitask");
        var features = graph.Input(FeaturesInput, OnnxGraphBuilder.AnyRows, scaling.Means.Length);
        var scaled = Scale(graph, features, scaling);
        var values = heads.Write(graph, scaled);

        var sigma = graph.Node("Max", Column(graph, features, schema.IndexOf(FeatureNames.Sigma), "sigma_column"), graph.Scalar(SigmaFloor));
        var bqx = graph.Node("Mul", values.Bqx, graph.Node("Mul", sigma, graph.Scalar(Math.Sqrt(Martingale.ErrorVariance(target)))));
        if (Martingale.ForecastWindow(target) is { } window)
        {
            bqx = graph.Node("Add", bqx, Column(graph, features, schema.IndexOf(FeatureNames.Bqx(window)), "martingale_column"));
        }

        var halfLogHorizon = 0.5 * Math.Log(target.Horizon.Minutes);
        var logRv = graph.Node("Add", values.LogRv, graph.Node("Add", graph.Node("Log", sigma), graph.Scalar(halfLogHorizon)));
        graph.Output(bqx, BqxOutput, OnnxGraphBuilder.AnyRows, 1);
        graph.Output(logRv, LogRvOutput, OnnxGraphBuilder.AnyRows, 1);
        graph.Output(values.Regime, RegimeOutput, OnnxGraphBuilder.AnyRows, RegimeProbabilities.Count);
        return graph.ToBytes();
    }

    /// <summary>Input schema of a graph that reads so many numbers.</summary>
    public static ImmutableArray<TensorSchema> Inputs(int width) => [new(FeaturesInput, "float32", [-1, width])];

    /// <summary>Output schema of the graph.</summary>
    public static ImmutableArray<TensorSchema> Outputs() =>
    [
        new(BqxOutput, "float32", [-1, 1]),
        new(LogRvOutput, "float32", [-1, 1]),
        new(RegimeOutput, "float32", [-1, RegimeProbabilities.Count]),
    ];

    internal static string Scale(OnnxGraphBuilder graph, string features, InputScaling scaling)
    {
        var means = graph.Constant("feature_means", ToDouble(scaling.Means), scaling.Means.Length);
        var inverses = graph.Constant("feature_inverse_deviations", ToDouble(scaling.InverseDeviations), scaling.InverseDeviations.Length);
        var standard = graph.Node("Mul", graph.Node("Sub", features, means), inverses);
        return graph.Node("Clip", standard, graph.Scalar(-InputScaling.Limit), graph.Scalar(InputScaling.Limit));
    }

    private static string Column(OnnxGraphBuilder graph, string features, int index, string name) =>
        graph.Node("Gather", [("axis", 1)], features, graph.Integers(name, index));

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, value => (double)value);
}
