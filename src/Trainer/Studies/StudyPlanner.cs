using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>Turns a request into a plan: folds over the bars that are there, and the most effort that fits the budget and the memory.</summary>
internal static class StudyPlanner
{
    // What estimates leave of a budget: they are not better than that.
    private const double Safety = 0.8;

    // A row with its nine targets, the lead-lag family by each fold's graph, its embedding twice, and what is kept of forecasts.
    private const int BytesBesideFeatures = 1_600;
    private const int Features = 802;

    /// <summary>Plans.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="range">Close of the first and last bar.</param>
    /// <param name="speed">This machine's, as <see cref="StudyCosts"/> takes it.</param>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: too few bars, a wrong request, or a budget that even the least effort does not fit.
    /// </exception>
    public static StudyPlan Make(StudyRequest request, (Minute First, Minute Last) range, double speed)
    {
        Check(request);
        var history = HistoryOf(request, range);
        var targets = Target.MultiHorizon;
        var walk = WalkForward.Plan(history, Embargo.For(targets), new WalkForwardOptions { Window = request.Window });
        ImmutableArray<PlannedFold> folds = [.. walk.Folds.Select(PlannedFold.Of)];
        var (effort, estimates) = Choose(request, folds, new StudyCosts(speed));
        var last = walk.LockBox is { } box ? box.First - 1 : history.Last;
        var rows = (long)(last - history.First) / effort.Stride * Pair.Count;
        return new StudyPlan
        {
            Kind = request.Kind,
            Name = request.Name,
            Pairs = [.. request.Pairs.Select(pair => pair.Name)],
            Targets = [.. targets.Select(target => target.ToString())],
            Window = request.Window,
            History = history,
            LockBox = walk.LockBox?.Begin.ToString(),
            Folds = folds,
            Effort = effort,
            Seed = request.Seed,
            Threads = request.Threads,
            Budget = request.Budget?.TotalSeconds,
            Rows = rows,
            Bytes = rows * ((Features * sizeof(float)) + BytesBesideFeatures),
            Estimates = estimates,
        };
    }

    private static void Check(StudyRequest request)
    {
        if (!ModelId.IsName(request.Name))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(request.Name)}' is not a name: use up to 64 of a-z, 0-9, _ and -.");
        }

        if (request.Stride is < 1 or > MarketCalendar.MinutesPerDay)
        {
            throw new FaultException(Fault.InvalidInput, $"A stride of {request.Stride} minutes is not possible: 1 to 1440 are.");
        }

        if (request.Threads is < 1 or > 64)
        {
            throw new FaultException(Fault.InvalidInput, $"{request.Threads} threads are not possible: 1 to 64 are.");
        }
    }

    private static MinuteRange HistoryOf(StudyRequest request, (Minute First, Minute Last) range)
    {
        var first = request.From is { } from && from >= range.First ? from + 1 : range.First;
        var last = request.To is { } to && to < range.Last ? to : range.Last;
        return first < last
            ? new MinuteRange(MarketCalendar.NumberAtOrBefore(first), MarketCalendar.NumberAtOrBefore(last))
            : throw new FaultException(
                Fault.InvalidInput,
                $"No bar lies after {request.From} and up to {request.To}: there are bars from {range.First} to {range.Last}.");
    }

    private static (StudyEffort Effort, ImmutableArray<StageEstimate> Estimates) Choose(
        StudyRequest request, IReadOnlyList<PlannedFold> folds, StudyCosts costs)
    {
        var least = 0.0;
        foreach (var step in StudyEffort.Ladder)
        {
            var effort = request.Stride is { } stride ? step with { Stride = stride } : step;
            var estimates = costs.Of(request.Kind, effort, folds, Pair.Count, request.Threads);
            least = estimates.Sum(stage => stage.Seconds);
            if ((request.Budget is not { } budget || least <= Safety * budget.TotalSeconds) && FitsMemory(effort, folds))
            {
                return (effort, estimates);
            }
        }

        throw new FaultException(
            Fault.InvalidInput,
            $"Even the least effort takes some {least / Safety / 60:0.0} minutes here, the budget is {request.Budget?.TotalMinutes:0.0}: "
            + "give more time, fewer bars (--from, --to), or a longer --stride.");
    }

    private static bool FitsMemory(StudyEffort effort, IReadOnlyList<PlannedFold> folds) =>
        (folds.Max(fold => fold.Test.Last) - folds.Min(fold => fold.Train.First)) / effort.Stride * (long)Pair.Count <= new DatasetOptions().MaxRows;
}
