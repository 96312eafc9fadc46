using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>Training and validation loss by epoch.</summary>
internal sealed record LossCurve(
    string Model, int Fold, string Pair, ImmutableArray<double> Train, ImmutableArray<double> Validation, int BestEpoch);
