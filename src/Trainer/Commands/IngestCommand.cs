using System.CommandLine;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Trainer.Bars;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Commands;

/// <summary><c>ingest</c>: bar files into <c>bqx.m1</c>.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files (.csv, .csv.gz, .zip) or folders of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var options = new FileOptionSet();
        var force = new Option<bool>("--force") { Description = "Read files again that have been imported before." };
        var json = CommonOptions.Json();
        var command = new Command("ingest", "Loads bar files into the database. Interrupted, the same command goes on where it was.")
        {
            paths, force, json, IngestReportCommand.Create(), QuarantineCommand.Create(),
        };
        options.AddTo(command);
        command.SetBody((host, parsed, cancellationToken) => RunAsync(
            host, parsed.GetValue(paths)!, options.Read(parsed), parsed.GetValue(force), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        TrainerHost host, string[] paths, BarFileOptions options, bool force, bool json, CancellationToken cancellationToken)
    {
        var entries = BarEntry.Find(paths);
        var storage = await host.GetStorageAsync(cancellationToken);
        var job = new LoadFilesJob(storage.BarLoader, storage.Imports, host.Clock) { Force = force };
        var summary = await host.TrackAsync(
            $"Loading {entries.Count} files", count => job.RunAsync(entries, options, count, cancellationToken));
        if (json)
        {
            host.Output.WriteJson(summary);
        }
        else
        {
            LoadTable.Print(host.Output, summary);
        }

        return summary.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
