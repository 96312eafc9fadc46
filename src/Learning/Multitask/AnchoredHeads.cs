using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Multitask;

/// <summary>
/// A net with the anchor of its volatility head, as the middle of a serving graph:
/// <code>
/// scaled ─┬────────────────────────► net ─► u·believed, classes
///         └─► anchor ─► standardise ─┘ └──► v = anchor + correction·corrected
/// </code>
/// The single-task twin answers u; its v is the anchor's and its classes are the frequencies of the training block.
/// </summary>
internal sealed class AnchoredHeads(
    string name,
    MultitaskNetwork network,
    IReadOnlyDictionary<string, float[]> parameters,
    VolatilityAnchor anchor,
    Pair pair,
    HeadVerdict verdict,
    double[] logFrequencies) : IServingHeads
{
    /// <summary>How much of the net is believed.</summary>
    public HeadVerdict Verdict => verdict;

    /// <summary>Units of the last shared layer.</summary>
    public int SharedWidth => network.SharedWidth;

    /// <summary>Adds nodes that map scaled inputs to the activations of the last shared layer.</summary>
    public string WriteShared(OnnxGraphBuilder graph, string scaled) =>
        network.WriteShared(LayerWriter.ForInference(graph, parameters, name + "_"), WriteInputs(graph, scaled).All);

    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        var (pooled, all) = WriteInputs(graph, scaled);
        var outputs = new FittedNetwork(network, parameters).Write(graph, [all], name + "_");
        var residual = graph.Node("Mul", outputs[0], graph.Scalar(verdict.Believed));
        var volatility = graph.Node("Add", pooled, graph.Scalar(anchor.Bias(pair) - anchor.PooledBias));
        if (outputs.Length == 1)
        {
            var nothing = graph.Constant(name + "_nothing", new double[RegimeProbabilities.Count], 1, RegimeProbabilities.Count);
            var constant = graph.Constant(name + "_frequencies", logFrequencies, RegimeProbabilities.Count);
            return (residual, volatility, graph.Node("Softmax", [("axis", -1)], graph.Node("Gemm", outputs[0], nothing, constant)));
        }

        var correction = graph.Node("Mul", outputs[1], graph.Scalar(verdict.Corrected * anchor.Remainder));
        return (residual, graph.Node("Add", volatility, correction), graph.Node("Softmax", [("axis", -1)], outputs[2]));
    }

    // The anchor's forecast, and what the net reads: the scaled inputs with that forecast, standardised, behind them.
    private (string Anchor, string All) WriteInputs(OnnxGraphBuilder graph, string scaled)
    {
        var width = (int)network.Inputs[0].Width - 1;
        var weights = new double[width];
        for (var i = 0; i < anchor.Weights.Length; i++)
        {
            weights[i] = anchor.Weights[i];
        }

        var pooled = graph.Node(
            "Gemm",
            scaled,
            graph.Constant(name + "_anchor", weights, width, 1),
            graph.Constant(name + "_anchor_bias", [anchor.PooledBias], 1));
        var standard = graph.Node("Mul", graph.Node("Sub", pooled, graph.Scalar(anchor.Mean)), graph.Scalar(1 / anchor.Deviation));
        var clipped = graph.Node("Clip", standard, graph.Scalar(-InputScaling.Limit), graph.Scalar(InputScaling.Limit));
        return (pooled, graph.Node("Concat", [("axis", 1)], scaled, clipped));
    }
}
