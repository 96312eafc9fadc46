using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>What is known of a row beside its features.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Close">Close of the bar it is as of.</param>
/// <param name="Number">Number of that market minute.</param>
/// <param name="Sigma">σ̂ at that minute.</param>
/// <param name="Martingale">The martingale forecast of the label.</param>
/// <param name="Bqx">The label: BQX over the window of the primary target at the horizon, raw units.</param>
/// <param name="LogRv">Log of the realised volatility of the one-minute returns until the horizon.</param>
/// <param name="Return">Log return until the horizon.</param>
/// <param name="PastLogRv">Log realised volatility of the last 15, 60, 240 and 720 minutes: what a HAR forecast needs.</param>
public readonly record struct Sample(
    Pair Pair, Minute Close, int Number, float Sigma, float Martingale, float Bqx, float LogRv, float Return, HarInputs PastLogRv);
