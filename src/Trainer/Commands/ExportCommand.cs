using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Commands.Features;
using Bqx.Trainer.Exports;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>export</c>: feature vectors as Parquet files.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for the files: pair=EURUSD/month=2017-06/features.parquet.", Required = true };
        var bars = ReportOptions.Bars();
        var pairs = new Option<string[]>("--pairs") { Description = "Only these pairs, such as EURUSD USDJPY.", AllowMultipleArgumentsPerToken = true };
        var from = new Option<string?>("--from") { Description = "Only bars that close after this instant (ISO 8601, UTC)." };
        var to = new Option<string?>("--to") { Description = "Only bars that close up to this instant (ISO 8601, UTC)." };
        var json = CommonOptions.Json();
        var command = new Command(
            "export", "Writes feature vectors as Parquet, a file for each pair and month; a month of a pair takes some 60 MB.")
        {
            output, bars, pairs, from, to, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(pairs) ?? [];
            var request = new ExportRequest(
                parsed.GetValue(output)!,
                named.Length == 0 ? Pair.All : [.. named.SelectMany(name => name.Split(',')).Select(Pair.Parse).Distinct()],
                CommonOptions.ParseInstant(parsed.GetValue(from)),
                CommonOptions.ParseInstant(parsed.GetValue(to)));
            var source = await MinuteSource.OpenAsync(host, parsed.GetValue(bars), cancellationToken);
            using var job = new ExportJob(request);
            var result = await host.TrackAsync("Exporting", count => job.RunAsync(source, count, cancellationToken));
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(result);
            }
            else
            {
                host.Output.WriteLine(
                    $"{result.Written:N0} files written, {result.Kept:N0} kept; {result.Rows:N0} rows, {result.Bytes / 1e6:N1} MB.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
