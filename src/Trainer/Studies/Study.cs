using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;
using Bqx.Storage;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports.Html;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Carries out a plan:
/// <code>
/// 1 controls → 2 lead-lag graph of each training block → 3 rows, in one replay → 4 by fold: selection, encoders, nets, baselines,
/// hierarchical model, ensemble → 5 judgement of all test blocks together → 6 packages of the last fold → 7 report
/// </code>
/// Every stage leaves a file; an interrupted study goes on after the last one that is there.
/// </summary>
internal sealed class Study
{
    private readonly TrainerHost _host;
    private readonly PostgresStorage _storage;
    private readonly StudyPlan _plan;
    private readonly StudyFolder _folder;
    private readonly StageRunner _stages;
    private readonly RunStore _runs;

    public Study(TrainerHost host, PostgresStorage storage, StudyPlan plan, StudyFolder folder)
    {
        (_host, _storage, _plan, _folder) = (host, storage, plan, folder);
        _stages = new StageRunner(folder, host);
        _runs = new RunStore(host.Paths.Home);
    }

    /// <summary>Runs it to the end.</summary>
    /// <exception cref="FaultException">A stage failed; the record says so, and the run can be resumed.</exception>
    public async Task<RunRecord> RunAsync(CancellationToken cancellationToken)
    {
        await _folder.WritePlanAsync(_plan, cancellationToken);
        var run = Begin();
        await _runs.WriteAsync(run, cancellationToken);
        try
        {
            run = await CarryOutAsync(run, cancellationToken);
            await _runs.WriteAsync(run, cancellationToken);
            await _runs.WriteReportAsync(run.Id, HtmlReport.Write(run), cancellationToken);
            return run;
        }
        catch (Exception error)
        {
            var status = error is OperationCanceledException ? "interrupted" : "failed";
            await _runs.WriteAsync(run with { Status = status, Ended = _host.Clock.GetUtcNow() }, CancellationToken.None);
            throw;
        }
    }

    private RunRecord Begin() => new()
    {
        Id = _folder.Id,
        Command = _plan.CommandLine,
        Seed = _plan.Seed,
        CodeVersion = CodeVersion.Current,
        DataHash = "",
        Status = "running",
        Started = _host.Clock.GetUtcNow(),
    };

    private async Task<RunRecord> CarryOutAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var checks = _plan.Kind == StudyKind.All ? await new ControlStage(_stages, _plan).RunAsync(cancellationToken) : [];
        WriteChecks(checks);
        var walk = _plan.Walk();
        var rows = new StudyRows(_storage.History.Bars, _plan, walk);
        var graphs = await FitGraphsAsync(rows, cancellationToken);
        var dataset = await _stages.RunAsync("rows", async progress =>
        {
            var built = await rows.BuildAsync(graphs, progress, cancellationToken);
            return (built, Words.Of($"{built.Bars:N0} bars, {built.Matrix.Rows:N0} rows of {built.Matrix.Columns} features"));
        });
        var folds = new List<FoldOutcome>();
        FoldModels? last = null;
        foreach (var fold in walk.Folds)
        {
            var study = new FoldStudy(_plan, fold, dataset, _stages, _folder, _storage.Trials, _host.Clock);
            folds.Add(await study.RunAsync(isLast: fold == walk.Folds[^1], cancellationToken));
            last = study.Models;
        }

        var judgement = await JudgeAsync(folds);
        run = RunSummaryOf.Complete(run, _plan, dataset, folds, judgement) with { Checks = checks };
        return await PublishAsync(run, dataset, last!, cancellationToken);
    }
}
