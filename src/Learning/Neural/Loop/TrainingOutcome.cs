using System.Collections.Immutable;

namespace Bqx.Learning.Neural.Loop;

/// <summary>A finished training.</summary>
/// <param name="Best">The network of the smallest validation loss, that before the first step included.</param>
/// <param name="BestLoss">That loss.</param>
/// <param name="BestEpoch">When it was reached; 0 = before the first step.</param>
/// <param name="Curve">All epochs.</param>
internal sealed record TrainingOutcome(FittedNetwork Best, double BestLoss, int BestEpoch, ImmutableArray<EpochReport> Curve);
