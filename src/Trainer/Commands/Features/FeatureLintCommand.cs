using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features lint</c>: dead, doubled and dependent features, and what is missing, on real bars.</summary>
internal static class FeatureLintCommand
{
    public static Command Create()
    {
        var bars = ReportOptions.Bars();
        var stride = new Option<int>("--stride")
        {
            Description = "Market minutes between two vectors that are looked at; best a prime.",
            DefaultValueFactory = _ => 101,
        };
        var output = ReportOptions.Out();
        var json = CommonOptions.Json();
        var command = new Command(
            "lint", "Checks variance, |ρ| and rank of the features over bars and counts what is missing; exit code 1 where the lint fails.")
        {
            bars, stride, output, json,
        };
        stride.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MarketCalendar.MinutesPerWeek)
            {
                result.AddError($"--stride takes 1 to {MarketCalendar.MinutesPerWeek} minutes.");
            }
        });
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var source = await MinuteSource.OpenAsync(host, parsed.GetValue(bars), cancellationToken);
            var report = await host.TrackAsync(
                "Linting", count => new QualityJob(parsed.GetValue(stride)).RunAsync(source, count, cancellationToken));
            await host.WriteReportAsync(
                parsed.GetValue(json), parsed.GetValue(output), () => ToJson(report), () => QualityMarkdown.Of(report), cancellationToken);
            return report.Lint.Passed ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static object ToJson(QualityReport report) => new
    {
        report.Source,
        First = $"{report.First}",
        Last = $"{report.Last}",
        report.Minutes,
        report.Segments,
        report.SilentMinutes,
        Pairs = report.Pairs.Select(pair => new
        {
            Pair = pair.Pair.Name,
            pair.Bars,
            pair.Filled,
            pair.Stale,
            pair.LongestGap,
            pair.Vectors,
            pair.Incomplete,
        }),
        report.Lint,
    };
}
