using System.CommandLine;
using Bqx.Features;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;
using Bqx.Trainer.Reports.Replay;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features replay</c>: whether the stream and the batch give the same bits.</summary>
internal static class FeatureReplayCommand
{
    public static Command Create()
    {
        var bars = ReportOptions.Bars();
        var output = ReportOptions.Out();
        var json = CommonOptions.Json();
        var command = new Command(
            "replay", "Computes every vector twice, as the bars come and day by day from snapshots, and compares the bits; exit code 1 where any differs.")
        {
            bars, output, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var source = await MinuteSource.OpenAsync(host, parsed.GetValue(bars), cancellationToken);
            using var job = new ReplayJob();
            var report = await host.TrackAsync("Replaying", count => job.RunAsync(source, count, cancellationToken));
            await host.WriteReportAsync(
                parsed.GetValue(json), parsed.GetValue(output), () => ToJson(report), () => ReplayMarkdown.Of(report), cancellationToken);
            return report.Differing == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static object ToJson(ReplayReport report) => new
    {
        report.Source,
        Fingerprint = $"{FeatureCatalogue.Schema.Fingerprint}",
        Bars = $"{report.Bars}",
        First = $"{report.First}",
        Last = $"{report.Last}",
        report.Minutes,
        report.Vectors,
        report.Differing,
        Months = report.Months.Select(month => new
        {
            Month = $"{month.Month:yyyy-MM}",
            month.Days,
            month.Vectors,
            month.Differing,
            Values = $"{month.Values}",
        }),
    };
}
