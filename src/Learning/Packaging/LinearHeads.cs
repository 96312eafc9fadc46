using Bqx.Core;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Packaging;

/// <summary>
/// Two linear forms of the scaled features. Class probabilities are those of a Gaussian around the first, with a fitted spread, between
/// the cuts of the regime classes. Valid where the martingale forecast is 0 (h ≥ W), so that z = −u.
/// </summary>
/// <param name="BqxWeights">One weight a feature.</param>
/// <param name="BqxBias">Constant term.</param>
/// <param name="LogRvWeights">One weight a feature.</param>
/// <param name="LogRvBias">Constant term.</param>
/// <param name="Spread">Standard deviation of z around its forecast.</param>
public sealed record LinearHeads(double[] BqxWeights, double BqxBias, double[] LogRvWeights, double LogRvBias, double Spread) : IServingHeads
{
    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        var bqx = graph.Node("Gemm", scaled, Column(graph, "bqx_weights", BqxWeights), graph.Constant("bqx_bias", [BqxBias], 1));
        var logRv = graph.Node("Gemm", scaled, Column(graph, "log_rv_weights", LogRvWeights), graph.Constant("log_rv_bias", [LogRvBias], 1));
        return (bqx, logRv, Classes(graph, graph.Node("Neg", bqx)));
    }

    private static string Column(OnnxGraphBuilder graph, string name, double[] weights) => graph.Constant(name, weights, weights.Length, 1);

    // P(z < cut) = ½ + ½ erf((cut − ẑ)/(spread·√2)); the five classes are the differences of the four, with 0 and 1 at the ends.
    private string Classes(OnnxGraphBuilder graph, string z)
    {
        var cuts = graph.Constant("regime_cuts", [.. RegimeClasses.Cuts], RegimeClasses.Cuts.Length);
        var standard = graph.Node("Mul", graph.Node("Sub", cuts, z), graph.Scalar(1 / (Spread * Math.Sqrt(2))));
        var below = graph.Node("Mul", graph.Node("Add", graph.Node("Erf", standard), graph.Scalar(1)), graph.Scalar(0.5));
        double[] differences =
        [
            1, -1, 0, 0, 0,
            0, 1, -1, 0, 0,
            0, 0, 1, -1, 0,
            0, 0, 0, 1, -1,
        ];
        var matrix = graph.Constant("regime_differences", differences, RegimeClasses.Cuts.Length, RegimeProbabilities.Count);
        var classes = graph.Node("Gemm", below, matrix, graph.Constant("regime_ends", [0, 0, 0, 0, 1], RegimeProbabilities.Count));
        return graph.Node("Clip", classes, graph.Scalar(0), graph.Scalar(1));
    }
}
