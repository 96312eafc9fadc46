using System.Collections.Immutable;
using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>db rebuild</c>.</summary>
internal static class DbRebuildCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "First close, such as 2017-06-01 or 2017-06-01T12:00Z. Default: the first bar." };
        var to = new Option<string?>("--to") { Description = "Last close. Default: the last bar." };
        var pairs = new Option<string[]>("--pairs") { Description = "Pairs to store. Default: all.", AllowMultipleArgumentsPerToken = true };
        var verify = new Option<bool>("--verify") { Description = "Store nothing: compare what is stored, bit for bit. Exit code 1 where it differs." };
        var json = CommonOptions.Json();
        var command = new Command(
            "rebuild", "Computes the feature tables again from the bars of a range. Interrupted, it goes on when it is called again.")
        {
            from, to, pairs, verify, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var request = new RebuildRequest(
                CommonOptions.ParseInstant(parsed.GetValue(from)), CommonOptions.ParseInstant(parsed.GetValue(to)), ParsePairs(parsed.GetValue(pairs)));
            var started = host.Clock.GetTimestamp();
            var storage = await host.GetStorageAsync(cancellationToken);
            var job = new RebuildJob(storage.Bars, storage.Features, storage.Rebuilds);
            var result = parsed.GetValue(verify)
                ? await host.TrackAsync("Verifying features", count => job.VerifyAsync(request, count, cancellationToken))
                : await host.TrackAsync("Rebuilding features", count => job.RunAsync(request, count, cancellationToken));
            var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
            if (parsed.GetValue(json))
            {
                WriteJson(host.Output, result, seconds);
            }
            else
            {
                Print(host.Output, result, seconds);
            }

            return result.Differences is { Any: true } ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static ImmutableArray<Pair> ParsePairs(string[]? names) =>
        names is null or [] ? Pair.All : [.. names.SelectMany(name => name.Split(',')).Select(Pair.Parse).Distinct().Order()];

    internal static void WriteJson(IAnsiConsole output, RebuildResult result, double seconds) => output.WriteJson(new
    {
        From = $"{result.From}",
        To = $"{result.To}",
        result.Start,
        result.Minutes,
        result.Rows,
        Seconds = seconds,
        Equal = result.Differences is null ? (bool?)null : !result.Differences.Any,
        result.Differences,
    });

    internal static void Print(IAnsiConsole output, RebuildResult result, double seconds)
    {
        var start = result.Start switch
        {
            RebuildStart.Interruption => "where it was interrupted",
            RebuildStart.Snapshot => "a snapshot",
            _ => "the start of the segment",
        };
        output.WriteLine(
            $"{result.Minutes:N0} minutes replayed from {start}, {result.Rows:N0} rows from {result.From} to {result.To} "
            + $"{(result.Differences is null ? "stored" : "compared")}; {seconds:F1} s.");
        if (result.Differences is { } differences)
        {
            output.WriteLine(differences.Any
                ? $"{differences.Different:N0} rows differ, {differences.Missing:N0} are missing, {differences.Surplus:N0} should not be there:"
                : "All are equal, bit for bit.");
            foreach (var example in differences.Examples)
            {
                output.WriteLine($"  {example}");
            }
        }
    }
}
