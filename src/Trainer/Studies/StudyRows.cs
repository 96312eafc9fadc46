using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.LeadLag;
using Bqx.Learning.Splits;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Studies;

/// <summary>Reads the bars of a plan twice: for the lead-lag graph of every training block, then for the rows.</summary>
/// <param name="bars">The bars.</param>
/// <param name="plan">The plan.</param>
/// <param name="walk">Its walk.</param>
/// <param name="key">Opens the lock box; null: it stays shut.</param>
internal sealed class StudyRows(IBarStore bars, StudyPlan plan, WalkForward walk, LockBoxKey? key)
{
    /// <summary>The graph of every fold, fitted on its training block alone; the default where that is too short for the tests.</summary>
    public async Task<ImmutableArray<LeadLagGraph>> FitGraphsAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        var returns = Array.ConvertAll(plan.Folds.ToArray(), _ => new ReturnMatrix());
        var last = plan.Folds.Max(fold => fold.Train.Last);
        await foreach (var minute in ReadAsync(MarketCalendar.CloseOf(last), cancellationToken))
        {
            if (MarketCalendar.TryGetNumber(minute.Close, out var number))
            {
                for (var i = 0; i < returns.Length; i++)
                {
                    if (plan.Folds[i].Train.Contains(number))
                    {
                        returns[i].Add(minute);
                    }
                }
            }
        }

        var done = 0;
        return [.. returns.Select(Fit)];

        LeadLagGraph Fit(ReturnMatrix matrix) => matrix.Minutes < LeadLagDiscovery.ShortestWindow
            ? LeadLagGraph.Default
            : LeadLagDiscovery.Run(matrix, _ => progress.Report(++done / (double)(Pair.Count * returns.Length)), cancellationToken).Graph;
    }

    /// <summary>All rows up to the lock box, or those in it too.</summary>
    public Task<Dataset> BuildAsync(ImmutableArray<LeadLagGraph> graphs, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var first = MarketCalendar.CloseOf(plan.History.First);
        var last = LastClose();
        var options = new DatasetOptions
        {
            Targets = plan.TargetList,
            Graphs = graphs,
            Stride = plan.Effort.Stride,
            LockBox = walk.LockBox,
            Key = key,
        };
        var length = Math.Max(1.0, last - first);
        return DatasetBuilder.BuildAsync(
            ReadAsync(last, cancellationToken), options, new Relay<Minute>(close => progress.Report((close - first) / length)), cancellationToken);
    }

    private Minute LastClose() =>
        key is null && walk.LockBox is { } box ? box.Begin - 1 : MarketCalendar.CloseOf(plan.History.Last);

    private IAsyncEnumerable<MinuteBars> ReadAsync(Minute last, CancellationToken cancellationToken) =>
        bars.ReadAsync(MarketCalendar.CloseOf(plan.History.First) - 1, last, cancellationToken);
}
