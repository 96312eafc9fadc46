using System.CommandLine;
using Bqx.Core;
using Bqx.Learning.LeadLag;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features leadlag</c>: which pairs lead which, on a training window.</summary>
internal static class FeatureLeadLagCommand
{
    private const int Shown = 20;

    public static Command Create()
    {
        var bars = ReportOptions.Bars();
        var from = new Option<string?>("--from") { Description = "Only bars after this instant (ISO 8601, UTC)." };
        var to = new Option<string?>("--to") { Description = "Only bars up to this instant (ISO 8601, UTC): the end of the training window." };
        var graph = new Option<string?>("--out") { Description = "File to write the graph and all tests to, as JSON." };
        var report = new Option<string?>("--report") { Description = "File to write a report to, as Markdown." };
        var json = CommonOptions.Json();
        var command = new Command("leadlag", "Tests which pairs lead which and fits the lags of the lead-lag features.")
        {
            bars, from, to, graph, report, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var window = (CommonOptions.ParseInstant(parsed.GetValue(from)), CommonOptions.ParseInstant(parsed.GetValue(to)));
            var started = host.Clock.GetTimestamp();
            var source = await MinuteSource.OpenAsync(host, parsed.GetValue(bars), cancellationToken);
            var returns = await host.TrackAsync("Reading", count => CollectAsync(source, window, count, cancellationToken));
            var result = await host.TrackAsync(
                "Testing", count => Task.FromResult(LeadLagDiscovery.Run(returns, _ => count(1), cancellationToken)), "followers");
            var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
            await WriteFilesAsync(host, result, parsed.GetValue(graph), parsed.GetValue(report), cancellationToken);
            if (parsed.GetValue(json))
            {
                WriteJson(host.Output, result, seconds);
            }
            else
            {
                Print(host.Output, result, seconds);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The returns of the minutes after one instant and up to another.</summary>
    internal static async Task<ReturnMatrix> CollectAsync(
        MinuteSource source, (Minute? After, Minute? UpTo) window, Action<int> progress, CancellationToken cancellationToken)
    {
        var returns = new ReturnMatrix();
        await foreach (var minute in source.Minutes.WithCancellation(cancellationToken))
        {
            if (window.UpTo is { } end && minute.Close > end)
            {
                break;
            }

            if (window.After is not { } start || minute.Close > start)
            {
                returns.Add(minute);
                progress(minute.Bars.Length);
            }
        }

        return returns;
    }

    private static async Task WriteFilesAsync(
        TrainerHost host, LeadLagResult result, string? graph, string? report, CancellationToken cancellationToken)
    {
        if (graph is not null)
        {
            await host.WriteReportAsync(LeadLagFile.Write(result), graph, cancellationToken);
        }

        if (report is not null)
        {
            await host.WriteReportAsync(LeadLagReport.Write(result), report, cancellationToken);
        }
    }

    internal static void WriteJson(IAnsiConsole output, LeadLagResult result, double seconds) => output.WriteJson(new
    {
        Graph = $"{result.Graph.Digest}",
        First = $"{result.First}",
        Last = $"{result.Last}",
        result.Minutes,
        Tests = result.Edges.Length,
        Significant = result.Edges.Count(edge => edge.IsSignificant),
        result.Level,
        Seconds = seconds,
        Edges = result.Edges.Where(edge => edge.IsSignificant).Select(edge => new
        {
            Leader = edge.Leader.Name,
            Follower = edge.Follower.Name,
            edge.F,
            P = edge.PValue,
            edge.Lag,
            edge.T,
        }),
    });

    internal static void Print(IAnsiConsole output, LeadLagResult result, double seconds)
    {
        var significant = result.Edges.Where(edge => edge.IsSignificant).OrderByDescending(edge => edge.F).ToList();
        var table = new Table().AddColumns("leader", "follower", "F", "p", "lag", "t");
        foreach (var edge in significant.Take(Shown))
        {
            table.AddRow(
                edge.Leader.Name, edge.Follower.Name, $"{edge.F:F2}", $"{edge.PValue:0.0e+0}", $"{edge.Lag}", $"{edge.T:F1}");
        }

        output.Write(table);
        output.WriteLine(
            $"{significant.Count} of {result.Edges.Length} ordered pairs are significant at a false discovery rate of {result.Level:P0}; "
            + $"{result.Minutes:N0} market minutes, {result.First} to {result.Last}; {seconds:F1} s.");
        output.WriteLine($"Graph {result.Graph.Digest}.");
    }
}
