using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Multitask;

/// <summary>The fitted net of a pair.</summary>
public sealed record FittedHeads
{
    private readonly AnchoredHeads _net;

    internal FittedHeads(Pair pair, InputScaling scaling, AnchoredHeads net, TrainingOutcome outcome)
    {
        (Pair, Scaling, _net) = (pair, scaling, net);
        (BestEpoch, Curve) = (outcome.BestEpoch, outcome.Curve);
    }

    /// <summary>The pair.</summary>
    public Pair Pair { get; }

    /// <summary>What is done first to the features and to the embedding behind them.</summary>
    public InputScaling Scaling { get; }

    /// <summary>The net, its heads shrunk and in standard units.</summary>
    public IServingHeads Heads => _net;

    /// <summary>When the validation loss was smallest; 0 = the net of all pairs was best.</summary>
    public int BestEpoch { get; }

    /// <summary>Loss by epoch.</summary>
    public ImmutableArray<EpochReport> Curve { get; }

    /// <summary>How much of the BQX forecast is believed, 0 to 1.</summary>
    public double Believed => _net.Verdict.Believed;

    /// <summary>How much of the net's correction of volatility is believed, 0 to 1.</summary>
    public double Corrected => _net.Verdict.Corrected;

    /// <summary>Units of the last layer that the heads share.</summary>
    internal int SharedWidth => _net.SharedWidth;

    /// <summary>Adds nodes that map scaled inputs [N, F] to the activations of that layer.</summary>
    internal string WriteShared(OnnxGraphBuilder graph, string scaled) => _net.WriteShared(graph, scaled);
}
