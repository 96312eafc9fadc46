using Bqx.Core;

namespace Bqx.Trainer.Reports;

/// <summary>What is missing of one pair.</summary>
/// <param name="Bars">Bars of its own.</param>
/// <param name="Filled">Market minutes of a segment that were filled with its last close.</param>
/// <param name="Stale">Those of them that came after more than 30 minutes without a bar.</param>
/// <param name="LongestGap">Most minutes in a row that were filled.</param>
/// <param name="Vectors">Complete feature vectors.</param>
/// <param name="Incomplete">Minutes of a segment without one: the warm-up.</param>
internal sealed record PairQuality(Pair Pair, long Bars, long Filled, long Stale, int LongestGap, long Vectors, long Incomplete);
