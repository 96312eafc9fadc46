using System.Collections.Immutable;
using Bqx.Learning.Controls;
using Bqx.Learning.Training;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Training.Controls;

/// <summary>The controls as a run keeps them.</summary>
internal static class ControlChecks
{
    /// <summary>Runs them on synthetic markets.</summary>
    public static async Task<ImmutableArray<RunCheck>> RunAsync(
        ControlOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var results = await new ControlSuite(new SyntheticControlMarket()).RunAsync(options, progress, cancellationToken);
        return [.. results.Select(result => new RunCheck(
            result.Kind.ToString().ToLowerInvariant(), result.Name, result.Passed, result.Expected, result.Observed))];
    }
}
