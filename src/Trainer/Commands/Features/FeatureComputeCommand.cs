using System.CommandLine;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features compute</c>: the stored tables of the last days.</summary>
internal static class FeatureComputeCommand
{
    private const int MaxDays = 3_660;

    public static Command Create()
    {
        var days = new Option<int>("--days") { Description = "Trading days to store.", DefaultValueFactory = _ => 5 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxDays)
            {
                result.AddError($"--days takes 1 to {MaxDays}.");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command("compute", "Stores the feature tables of the last days, the engine's snapshot and the latest vectors.")
        {
            days, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var started = host.Clock.GetTimestamp();
            var storage = await host.GetStorageAsync(cancellationToken);
            var job = new ComputeJob(storage.Bars, storage.Features, host.Clock);
            var result = await host.TrackAsync(
                "Computing features", count => job.RunAsync(parsed.GetValue(days), count, cancellationToken));
            var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    result.Minutes,
                    result.Rows,
                    After = $"{result.After}",
                    Last = $"{result.Last}",
                    result.FromSnapshot,
                    Seconds = seconds,
                });
            }
            else
            {
                host.Output.WriteLine(
                    $"{result.Minutes:N0} minutes replayed from {(result.FromSnapshot ? "a snapshot" : "the first bar")}, "
                    + $"{result.Rows:N0} rows of features after {result.After} stored; {seconds:F1} s.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
