using System.CommandLine;
using System.Text.Json;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Up;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>up</c>: from nothing to a served prediction.</summary>
internal static class UpCommand
{
    private const int MinDays = 14;
    private const int MaxDays = 3_660;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var server = new Option<string>("--server") { Description = "Path of Bqx.Server.dll.", Required = true };
        var bars = new Option<string?>("--bars") { Description = "Folder or file of one-minute bars (HistData, or CSV with a header). Default: a synthetic market." };
        var days = new Option<int>("--days") { Description = $"Calendar days of synthetic bars, {MinDays} to {MaxDays}.", DefaultValueFactory = _ => 60 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < MinDays or > MaxDays)
            {
                result.AddError($"--days takes {MinDays} to {MaxDays}.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "Seed of the synthetic market and of the training.", DefaultValueFactory = _ => 1 };
        var once = new Option<bool>("--once") { Description = "End after the swap instead of staying up." };
        var json = CommonOptions.Json();
        var command = new Command("up", "From nothing to a served prediction: services, bars, features, models, server, hot swap.")
        {
            server, bars, days, seed, once, json,
        };
        command.SetBody((host, parsed, cancellationToken) => RunAsync(
            host,
            new UpOptions
            {
                Server = parsed.GetValue(server)!,
                Bars = parsed.GetValue(bars),
                Days = parsed.GetValue(days),
                Seed = parsed.GetValue(seed),
                Once = parsed.GetValue(once),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TrainerHost host, UpOptions options, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        await new UpRun(host, options).RunAsync(
            async (report, server) =>
            {
                Print(host, report, options);
                if (!options.Once)
                {
                    code = await LocalServer.StayAsync(host, server, cancellationToken);
                }
            },
            cancellationToken);
        return code;
    }

    private static void Print(TrainerHost host, UpReport report, UpOptions options)
    {
        if (options.Json)
        {
            host.Output.WriteJson(report);
            return;
        }

        host.Output.WriteLine(report.Prediction?.ToJsonString(Indented) ?? "{}");
        host.Output.WriteLine();
        host.Output.WriteLine($"Up after {report.Seconds:0} s: predictions {report.Grpc}, administration {report.Admin}, metrics {report.Http}/metrics");
        if (!options.Once)
        {
            host.Output.WriteLine("Try (Ctrl-C stops everything):");
            host.Output.WriteLine($"  grpcurl -plaintext -d '{{\"pair\":\"EURUSD\"}}' {report.Grpc} bqx.v1.Prediction/Predict");
            host.Output.WriteLine($"  ghz --config load-tests/ghz/predict.json --host {report.Grpc}");
            host.Output.WriteLine($"  curl {report.Http}/metrics");
        }
    }
}
