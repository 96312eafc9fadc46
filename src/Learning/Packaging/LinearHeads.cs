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
        return (bqx, logRv, GaussianClasses.Write(graph, graph.Node("Neg", bqx), Spread));
    }

    private static string Column(OnnxGraphBuilder graph, string name, double[] weights) => graph.Constant(name, weights, weights.Length, 1);
}
