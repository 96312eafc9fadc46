using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>
/// The controls that run with every training, on markets of which everything is known:
/// <list type="bullet">
/// <item>negative: on four kinds of random walks the martingale's R² is that of the formula, and a learner has no skill over it;</item>
/// <item>positive: planted components are recovered;</item>
/// <item>leak: a feature stamped early is caught by truncation, and no real one is.</item>
/// </list>
/// The same seed and scale give the same results.
/// </summary>
/// <param name="market">Makes the markets.</param>
public sealed class ControlSuite(IControlMarket market)
{
    // Every market has a seed of its own: its place in the list, far from those of another suite's seed.
    private const long SeedStep = 1_000;

    /// <summary>Runs all of them.</summary>
    /// <param name="options">Seed and scale.</param>
    /// <param name="progress">Hears the share that is done.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public Task<ImmutableArray<ControlResult>> RunAsync(
        ControlOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(options, ControlPlan.For(options.Scale), progress, cancellationToken);

    /// <summary>Runs them with sizes and tolerances of one's own.</summary>
    internal async Task<ImmutableArray<ControlResult>> RunAsync(
        ControlOptions options, ControlPlan plan, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var jobs = Jobs(plan);
        var results = new ImmutableArray<ControlResult>[jobs.Count];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, jobs.Count, parallel, async (i, token) =>
        {
            results[i] = await jobs[i]((options.Seed * SeedStep) + i, token);
            progress?.Report(new TrainProgress("controls", (double)Interlocked.Increment(ref done) / jobs.Count, results[i][^1].Name));
        });
        return [.. results.SelectMany(each => each).OrderBy(result => result.Kind)];
    }

    // The longest first, so that no worker is left with it alone.
    private List<Func<long, CancellationToken, Task<ImmutableArray<ControlResult>>>> Jobs(ControlPlan plan)
    {
        var ridge = new RidgeLearner([]);
        var narrow = new RidgeLearner([.. Window.Bqx.Select(FeatureNames.Bqx)]);
        return
        [
            .. plan.Signals.Select(signal => Job((seed, token) => SignalControl.RunAsync(market, narrow, signal, seed, token))),
            .. Enum.GetValues<WalkKind>().Select(kind =>
                Job((seed, token) => SkillControl.RunAsync(market, ridge, kind, seed, plan.SkillMinutes, token))),
            .. Enum.GetValues<WalkKind>().Select(kind =>
                Job((seed, token) => Task.Run(() => MartingaleControl.Run(market, kind, seed, plan, token), token))),
            (seed, token) => Task.Run(() => LeakControl.Run(market, seed, plan.Cuts, token), token),
        ];

        static Func<long, CancellationToken, Task<ImmutableArray<ControlResult>>> Job(Func<long, CancellationToken, Task<ControlResult>> run) =>
            async (seed, token) => [await Task.Run(() => run(seed, token), token)];
    }
}
