using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Reports;

/// <summary>What the martingale forecast achieves for one target.</summary>
/// <param name="Pairs">By pair index.</param>
internal sealed record MartingaleRow(Target Target, ImmutableArray<MartingaleCheck> Pairs)
{
    public double MeanRSquared => Pairs.Average(check => check.RSquared);

    public double MeanAccuracy => Pairs.Average(check => check.DirectionalAccuracy);

    /// <summary>Whether both means lie within <see cref="MartingaleReference.Tolerance"/> of the reference.</summary>
    public bool Agrees =>
        Math.Abs(MeanRSquared - MartingaleReference.Of(Target).RSquared) <= MartingaleReference.Tolerance
        && Math.Abs(MeanAccuracy - MartingaleReference.Of(Target).Accuracy) <= MartingaleReference.Tolerance;
}
