using System.Collections.Immutable;
using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Controls;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports.Html;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Training;
using Bqx.Trainer.Training.Controls;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Carries out a plan:
/// <code>
/// 1 controls → 2 lead-lag graph of each training block → 3 rows, in one replay → 4 fold by fold: search (first), models, forecasts
/// → 5 judgement of all test blocks together → 6 packages of the last fold → 7 record and report
/// </code>
/// Stages leave files; an interrupted study goes on after the last one that is there.
/// </summary>
internal sealed class Study
{
    // Controls are the same in every run: they judge the program, not the data.
    private const long ControlSeed = 1;

    private readonly TrainerHost _host;
    private readonly StudyStores _stores;
    private readonly StudyPlan _plan;
    private readonly StudyFolder _folder;
    private readonly StageRunner _stages;
    private readonly RunStore _runs;
    private readonly Release? _release;

    /// <param name="host">Consoles, clock and models.</param>
    /// <param name="stores">Bars, trials and features.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="folder">The run's files.</param>
    /// <param name="release">Judges the last fold's models on the lock box instead; null: a study like any other.</param>
    public Study(TrainerHost host, StudyStores stores, StudyPlan plan, StudyFolder folder, Release? release = null)
    {
        (_host, _stores, _plan, _folder, _release) = (host, stores, plan, folder, release);
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
            run = run with { Status = "done", Ended = _host.Clock.GetUtcNow(), Stages = [.. _stages.Times] };
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
        Id = _release is null ? _folder.Id : $"{_folder.Id}-{_release.Name}",
        Command = _release is null ? _plan.CommandLine : $"train release {_release.Name} --run {_folder.Id}",
        Seed = _plan.Seed,
        CodeVersion = CodeVersion.Current,
        DataHash = "",
        Status = "running",
        Started = _host.Clock.GetUtcNow(),
    };

    private async Task<RunRecord> CarryOutAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ImmutableArray<RunCheck> checks = _plan.Kind == StudyKind.All ? await RunControlsAsync(cancellationToken) : [];
        var walk = _plan.Walk();
        var dataset = await ReadAsync(walk, cancellationToken);
        var folds = new List<FoldOutcome>();
        var choices = ModelChoices.Of(_plan);
        FoldModels? models = null;
        var steps = FoldsOf(walk);
        foreach (var fold in steps)
        {
            // The lock box is judged by what the last fold has learnt: its graph, its checkpoints.
            var origin = Math.Min(fold.Index, walk.Folds.Length - 1);
            var data = TrainingData.Prepare(dataset, fold.Split, origin);
            models = new FoldModels(_plan, data, _folder.FolderOf($"fold{origin + 1}"), choices, cancellationToken);
            if (fold == steps[0] && _plan.Effort.Trials > 0 && _plan.Kind is StudyKind.All or StudyKind.Multitask or StudyKind.Ensemble)
            {
                choices = await SearchAsync(data, models, choices, cancellationToken);
                models = models.With(choices);
            }

            folds.Add(await new FoldStudy(_plan, fold.Index, data, models, _stages, cancellationToken).RunAsync());
        }

        var judgement = await _stages.RunAsync("judgement", _ =>
        {
            var found = Judge.Run(TestRows.Rows(folds), TestRows.Forecasts(folds));
            return Task.FromResult((found, $"{found.Figures.Length} figures"));
        });
        run = RecordBuilder.Fill(run, _plan, dataset, folds, judgement) with { Checks = checks };
        return _release is null ? await PublishAsync(run, folds[^1], models!, cancellationToken) : run;
    }

    private ImmutableArray<Fold> FoldsOf(WalkForward walk) => _release is null ? walk.Folds : [walk.Release(_release.Key)];

    private Task<ImmutableArray<RunCheck>> RunControlsAsync(CancellationToken cancellationToken) => _stages.RunAsync(
        "controls",
        "controls.json",
        checks => StudyJson.Write(checks),
        bytes => StudyJson.Read<ImmutableArray<RunCheck>>("list of checks", bytes),
        async progress =>
        {
            var checks = await ControlChecks.RunAsync(
                new ControlOptions(ControlSeed, _plan.Controls, _plan.Threads), Fractions.Of(progress), cancellationToken);
            foreach (var check in checks)
            {
                _host.Say($"    {(check.Passed ? "passed" : "FAILED")} {check.Kind}: {check.Name}: {check.Observed} (expected {check.Expected})");
            }

            return (checks, $"{checks.Count(check => check.Passed)} of {checks.Length} passed");
        },
        cancellationToken);

    private async Task<Dataset> ReadAsync(WalkForward walk, CancellationToken cancellationToken)
    {
        var rows = new StudyRows(_stores.Bars, _plan, walk, _release?.Key);
        var graphs = await _stages.RunAsync(
            "lead-lag graphs",
            "leadlag.bin",
            fitted => [.. fitted.SelectMany(graph => graph.Lags.ToArray())],
            bytes => [.. bytes.Chunk(LeadLagGraph.Edges).Select(lags => new LeadLagGraph(lags))],
            async progress => (await rows.FitGraphsAsync(progress, cancellationToken), $"of {_plan.Folds.Length} training blocks"),
            cancellationToken);
        return await _stages.RunAsync("rows", async progress =>
        {
            var dataset = await rows.BuildAsync(graphs, progress, cancellationToken);
            return (dataset, string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Bars:N0} bars, {dataset.Matrix.Rows:N0} rows of {dataset.Matrix.Columns} features"));
        });
    }

    private Task<ModelChoices> SearchAsync(TrainingData data, FoldModels models, ModelChoices start, CancellationToken cancellationToken) =>
        _stages.RunAsync(
            "search on fold 1",
            "choices.json",
            choices => StudyJson.Write(choices),
            bytes => StudyJson.Read<ModelChoices>("set of choices", bytes),
            progress => new StudySearch(_plan, data, models, _stores.Trials, _host.Clock).RunAsync(start, progress, cancellationToken),
            cancellationToken);

    private async Task<RunRecord> PublishAsync(RunRecord run, FoldOutcome fold, FoldModels models, CancellationToken cancellationToken)
    {
        if (_plan.Kind != StudyKind.All)
        {
            return run;
        }

        if (run.Checks.FirstOrDefault(check => !check.Passed) is { } failed)
        {
            _host.Say($"No package is made: the {failed.Kind} control '{failed.Name}' failed.");
            return run;
        }

        var packages = await _stages.RunAsync("packages", async progress =>
        {
            var version = 1 + (await _host.Models.ListAsync(cancellationToken))
                .Where(id => id.Name == _plan.Name || id.Name.StartsWith(_plan.Name + "-", StringComparison.Ordinal))
                .Select(id => id.Version).DefaultIfEmpty(0).Max();
            var built = new StudyPackages(_plan, models, fold, run.Checks, version).Build(progress, cancellationToken);
            foreach (var package in built)
            {
                await package.PublishAsync(_host.Models, cancellationToken);
            }

            await StoreEmbeddingsAsync(models, built[0], cancellationToken);
            return (built, $"{built.Length}, the last {built[^1].Manifest.Id}");
        });
        return run with { Packages = [.. packages.Select(package => package.Manifest.Id.ToString())] };
    }

    private async Task StoreEmbeddingsAsync(FoldModels models, PackageContent encoder, CancellationToken cancellationToken)
    {
        var embeddings = models.Embeddings(models.Encoder(null));
        var digest = Digest.Of(encoder.Files[PackageFileNames.Manifest].Span);
        await new EmbeddingJob(_stores.Features).RunAsync(models.Data.Matrix, embeddings, digest, cancellationToken);
    }
}
