using System.CommandLine;
using Bqx.Core;
using Bqx.Ingest;
using Bqx.Trainer.Bars;
using Bqx.Trainer.Hosting;
using Spectre.Console;

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
        var format = new Option<string>("--format")
        {
            Description = "histdata (YYYYMMDD HHMMSS;O;H;L;C;V) or csv (with a header).",
            Required = true,
        };
        format.AcceptOnlyFromAmong("histdata", "csv");
        var zone = new Option<string?>("--zone")
        {
            Description = "Clock of the times. Default: found from the weeks' opens.",
        };
        zone.AcceptOnlyFromAmong([.. SourceZones.Names]);
        var pair = new Option<string?>("--pair")
        {
            Description = "Pair of all files. Default: found from their names.",
        };
        var json = CommonOptions.Json();
        var command = new Command("ingest", "Loads bar files into the database.") { paths, format, zone, pair, json };
        command.SetBody((host, parsed, cancellationToken) => RunAsync(
            host,
            parsed.GetValue(paths)!,
            new BarFileOptions(
                parsed.GetValue(format) == "csv" ? BarFormat.Csv : BarFormat.HistData,
                parsed.GetValue(zone) is { } name ? SourceZones.Parse(name) : null,
                parsed.GetValue(pair) is { } text ? Pair.Parse(text) : null),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        TrainerHost host, string[] paths, BarFileOptions options, bool json, CancellationToken cancellationToken)
    {
        var entries = BarEntry.Find(paths);
        var storage = await host.GetStorageAsync(cancellationToken);
        var job = new LoadFilesJob(storage.BarLoader, host.Clock);
        var summary = await host.TrackAsync(
            $"Loading {entries.Count} files", count => job.RunAsync(entries, options, count, cancellationToken));
        if (json)
        {
            host.Output.WriteJson(summary);
        }
        else
        {
            Print(host.Output, summary);
        }

        return summary.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    internal static void Print(IAnsiConsole output, LoadSummary summary)
    {
        var table = new Table().AddColumns("file", "pair", "zone", "rows", "accepted", "new or changed", "rejected");
        foreach (var file in summary.Files)
        {
            var rejected = string.Join(", ", file.Rejected.Select(reason => $"{reason.Key} {reason.Value}"));
            table.AddRow(
                Markup.Escape(file.File), file.Pair ?? "", file.Zone ?? "utc", $"{file.Rows:N0}", $"{file.Accepted:N0}", $"{file.Changed:N0}",
                Markup.Escape(file.Error ?? rejected));
        }

        output.Write(table);
        output.WriteLine(
            $"{summary.Rows:N0} rows read, {summary.Accepted:N0} accepted, {summary.Changed:N0} new or changed, "
            + $"{summary.Rows - summary.Accepted:N0} rejected, {summary.Failed} of {summary.Files.Count} files failed; "
            + $"{summary.Seconds:F1} s, {summary.RowsPerSecond:N0} rows/s.");
    }
}
