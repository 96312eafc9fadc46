using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Multitask;

/// <summary>The fitted net of a pair.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Scaling">What is done first to the features and to the embedding behind them.</param>
/// <param name="Heads">The net, its heads shrunk and in standard units.</param>
/// <param name="BestEpoch">When the validation loss was smallest; 0 = the net of all pairs was best.</param>
/// <param name="Curve">Loss by epoch.</param>
/// <param name="Believed">How much of the BQX forecast is believed, 0 to 1.</param>
/// <param name="Corrected">How much of the net's correction of volatility is believed, 0 to 1.</param>
public sealed record FittedHeads(
    Pair Pair,
    InputScaling Scaling,
    IServingHeads Heads,
    int BestEpoch,
    ImmutableArray<EpochReport> Curve,
    double Believed,
    double Corrected);
