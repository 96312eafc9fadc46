using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Reports;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features martingale</c>: what the benchmark beside every figure achieves on bars.</summary>
internal static class FeatureMartingaleCommand
{
    public static Command Create()
    {
        var bars = ReportOptions.Bars();
        var output = ReportOptions.Out();
        var json = CommonOptions.Json();
        var command = new Command(
            "martingale", "Holds the martingale forecast on bars against the reference figures; exit code 1 where a mean over the pairs is off by more than 0.02.")
        {
            bars, output, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var source = await MinuteSource.OpenAsync(host, parsed.GetValue(bars), cancellationToken);
            var report = await host.TrackAsync("Forecasting", count => new MartingaleJob().RunAsync(source, count, cancellationToken));
            await host.WriteReportAsync(
                parsed.GetValue(json), parsed.GetValue(output), () => ToJson(report), () => MartingaleMarkdown.Of(report), cancellationToken);
            return report.Rows.All(row => row.Agrees) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static object ToJson(MartingaleReport report) => new
    {
        report.Source,
        First = $"{report.First}",
        Last = $"{report.Last}",
        report.Segments,
        ReturnCorrelation = report.Signs.Average(sign => sign.ReturnCorrelation),
        ForwardCorrelation = report.Signs.Average(sign => sign.ForwardCorrelation),
        ForwardAgreement = report.Signs.Average(sign => sign.ForwardAgreement),
        Targets = report.Rows.Select(row => new
        {
            Target = $"{row.Target}",
            ReferenceRSquared = MartingaleReference.Of(row.Target).RSquared,
            ReferenceAccuracy = MartingaleReference.Of(row.Target).Accuracy,
            WalkRSquared = Martingale.RSquared(row.Target),
            WalkAccuracy = Martingale.DirectionalAccuracy(row.Target),
            row.MeanRSquared,
            row.MeanAccuracy,
            row.Agrees,
            Pairs = Pair.All.ToDictionary(pair => pair.Name, pair => row.Pairs[pair.Index]),
        }),
    };
}
