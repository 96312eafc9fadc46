using System.CommandLine;
using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Trainer.Bars;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>synthetic</c>: bars of a made-up market, into the database or into files.</summary>
internal static class SyntheticCommand
{
    private const int MaxDays = 3_660;

    public static Command Create()
    {
        var days = new Option<int>("--days")
        {
            Description = $"Calendar days, 1 to {MaxDays}.",
            DefaultValueFactory = _ => 60,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxDays)
            {
                result.AddError($"--days takes 1 to {MaxDays}.");
            }
        });
        var seed = new Option<long>("--seed") { Description = "Seed of all random numbers.", DefaultValueFactory = _ => 1 };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "Close of the last bar, UTC. Default: the last full minute.",
        };
        var to = new Option<string?>("--to") { Description = "Folder for files instead of the database." };
        var walk = new Option<bool>("--gaussian-walk") { Description = "A plain random walk: no sessions, clusters, jumps or gaps." };
        var ic = new Option<double>("--ic") { Description = "Planted correlation of BQX60 with itself 60 minutes later." };
        ic.Validators.Add(result =>
        {
            if (Math.Abs(result.GetValueOrDefault<double>()) is not < 0.5)
            {
                result.AddError("--ic takes a number between -0.5 and 0.5.");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command("synthetic", "Makes bars of a synthetic market.") { days, seed, until, to, walk, ic, json };
        command.SetBody((host, parsed, cancellationToken) =>
        {
            var options = parsed.GetValue(walk) ? SyntheticOptions.GaussianWalk : SyntheticOptions.Default;
            var market = new SyntheticMarket(parsed.GetValue(seed), options with { InformationCoefficient = parsed.GetValue(ic) });
            var end = Minute.Floor(parsed.GetValue(until) ?? host.Clock.GetUtcNow());
            var start = end - (parsed.GetValue(days) * MarketCalendar.MinutesPerDay);
            return RunAsync(host, market, start, end, parsed.GetValue(to), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        TrainerHost host, SyntheticMarket market, Minute from, Minute to, string? folder, bool json, CancellationToken cancellationToken)
    {
        var started = host.Clock.GetTimestamp();
        var (bars, changed) = folder is null
            ? await LoadAsync(host, market, from, to, cancellationToken)
            : (await SyntheticFiles.WriteAsync(market, from, to, folder, cancellationToken), (long?)null);
        var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
        if (json)
        {
            host.Output.WriteJson(new { From = $"{from}", To = $"{to}", Bars = bars, Changed = changed, Seconds = seconds });
        }
        else
        {
            var where = changed is { } rows ? $"{rows:N0} of them new or changed in the database" : "28 files written";
            host.Output.WriteLine($"{bars:N0} bars from {from} to {to}, {where}; {seconds:F1} s.");
        }

        return ExitCode.Done;
    }

    private static async Task<(long Bars, long? Changed)> LoadAsync(
        TrainerHost host, SyntheticMarket market, Minute from, Minute to, CancellationToken cancellationToken)
    {
        var storage = await host.GetStorageAsync(cancellationToken);
        var job = new LoadSyntheticJob(storage.BarLoader);
        return await host.TrackAsync(
            "Making synthetic bars", count => job.RunAsync(market, from, to, count, cancellationToken));
    }
}
