using System.CommandLine;
using System.Globalization;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Storage;
using Bqx.Trainer.Bars;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Commands.Training;

/// <summary><c>train autoencoder</c>, <c>multitask</c>, <c>hierarchical</c>, <c>baseline</c>, <c>ensemble</c>, <c>all</c>.</summary>
internal static class StudyCommand
{
    public static IEnumerable<Command> CreateAll() =>
    [
        Create(StudyKind.Autoencoder, "Trains the shared autoencoder and judges it beside PCA of equal size."),
        Create(StudyKind.Multitask, "Trains the 28 nets for BQX, volatility and regime, with their ablations."),
        Create(StudyKind.Hierarchical, "Trains the model of all nine windows and horizons."),
        Create(StudyKind.Baseline, "Fits and judges every baseline: martingale, ridge, XGBoost, random forest, HAR and the others."),
        Create(StudyKind.Ensemble, "Trains nets and baselines and weighs them, the martingale among them."),
        Create(StudyKind.All, "Runs the controls, trains and judges every model, and publishes the bundle of all 28 pairs."),
    ];

    private static Command Create(StudyKind kind, string description)
    {
        var options = new StudyOptions();
        var bars = new Option<string?>("--bars") { Description = "Folder or file of one-minute bars to load first. Default: the stored bars." };
        var plan = new Option<string?>("--plan") { Description = "File of a plan (plan.json of a run) to follow to the letter; other options of the plan are then ignored." };
        var resume = new Option<string?>("--resume") { Description = "Goes on with an interrupted run: its id, the beginning of it, or latest." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the plan and what it will take, and stop." };
        var json = CommonOptions.Json();
        var command = new Command(kind.ToString().ToLowerInvariant(), description) { bars, plan, resume, dryRun, json };
        options.AddTo(command);
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(plan) is not null && parsed.GetValue(resume) is not null)
            {
                throw new FaultException(Fault.InvalidInput, "--plan and --resume both say what to do: give one of them.");
            }

            var storage = await host.GetStorageAsync(cancellationToken);
            await LoadAsync(host, storage, parsed.GetValue(bars), cancellationToken);
            var folder = parsed.GetValue(resume) is { } id
                ? new StudyFolder(new RunStore(host.Paths.Home).FolderOf(new RunStore(host.Paths.Home).FindId(id)))
                : null;
            var chosen = folder is not null ? await folder.ReadPlanAsync(cancellationToken)
                : parsed.GetValue(plan) is { } file ? await ReadPlanAsync(file, cancellationToken)
                : await PlanAsync(options.Read(parsed, kind), storage, cancellationToken);
            if (chosen.Kind != kind)
            {
                throw new FaultException(
                    Fault.InvalidInput, $"That plan is of 'train {chosen.Kind.ToString().ToLowerInvariant()}', not of 'train {kind.ToString().ToLowerInvariant()}'.");
            }

            StudyOutput.WritePlan(host, chosen);
            if (parsed.GetValue(dryRun))
            {
                StudyOutput.WritePlanResult(host, chosen, parsed.GetValue(json));
                return ExitCode.Done;
            }

            folder ??= new StudyFolder(new RunStore(host.Paths.Home).FolderOf(NewId(host.Clock, kind)));
            var run = await RunAsync(host, storage, chosen, folder, cancellationToken);
            StudyOutput.Write(host, run, parsed.GetValue(json));
            return run.Checks.All(check => check.Passed) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<RunRecord> RunAsync(
        TrainerHost host, PostgresStorage storage, StudyPlan plan, StudyFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await new Study(host, new StudyStores(storage.History.Bars, storage.Trials, storage.Features), plan, folder).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Say($"'./bqx train {plan.Kind.ToString().ToLowerInvariant()} --resume {folder.Id}' goes on where it was.");
            throw;
        }
    }

    private static async Task LoadAsync(TrainerHost host, PostgresStorage storage, string? bars, CancellationToken cancellationToken)
    {
        if (bars is null)
        {
            return;
        }

        var entries = BarEntry.Find([bars]);
        var job = new LoadFilesJob(storage.BarLoader, storage.Imports, host.Clock);
        var summary = await host.TrackAsync(
            $"Loading {entries.Count} files", count => job.RunAsync(entries, new BarFileOptions(), count, cancellationToken));
        if (summary.Files.FirstOrDefault(file => file.Error is not null) is { } failed)
        {
            throw new FaultException(Fault.InvalidInput, $"{failed.File}: {failed.Error}");
        }

        host.Say(string.Create(
            CultureInfo.InvariantCulture, $"  {summary.Files.Count} files of bars: {summary.Changed:N0} new or changed rows, {summary.Seconds:0.0} s"));
    }

    private static async Task<StudyPlan> PlanAsync(StudyRequest request, PostgresStorage storage, CancellationToken cancellationToken)
    {
        var range = await storage.Bars.GetRangeAsync(cancellationToken)
            ?? throw new FaultException(Fault.InvalidInput, "There are no bars: load some with 'ingest', 'synthetic' or --bars.");
        return StudyPlanner.Make(request, range, MachineSpeed.Measure());
    }

    private static async Task<StudyPlan> ReadPlanAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return StudyPlan.Read(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.InvalidInput, $"The plan '{FaultException.Excerpt(Path.GetFileName(file))}' cannot be read: {error.GetType().Name}.");
        }
    }

    private static string NewId(TimeProvider clock, StudyKind kind) => string.Create(
        CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{kind.ToString().ToLowerInvariant()}");
}
