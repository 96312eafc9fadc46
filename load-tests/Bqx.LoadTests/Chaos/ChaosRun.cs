using System.Diagnostics;
using Bqx.Benching.Machine;
using Bqx.Benching.Results;
using Bqx.LoadTests.Benches;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Grpc.Core;

namespace Bqx.LoadTests.Chaos;

/// <summary>
/// Faults one after the other while two servers are asked for predictions and are given bars: no call of a client that tries again may fail,
/// and no bar may be lost that was acknowledged.
/// </summary>
internal sealed class ChaosRun(string root, Action<string> progress)
{
    private const int WarmUp = Core.MarketCalendar.MinutesPerDay + 60;
    private const int MaxInFlight = 5_000;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    public async Task<BenchOutcome> RunAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        await using var rig = await ChaosRig.StartAsync(root, cancellationToken);
        using var minutes = SyntheticMinutes.Generate().GetEnumerator();
        var feed = new BarFeed(rig.Servers, minutes);
        progress($"{WarmUp} minutes of 28 pairs to warm up");
        await feed.SendAsync(WarmUp, cancellationToken);
        await rig.Servers.AddAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = LoadAsync(rig.Servers, options.Rate, end.Token);
        var feeding = feed.RunAsync(end.Token);
        var recoveries = new List<double>();
        foreach (var fault in Enumerable.Range(0, options.Rounds).SelectMany(_ => Faults(rig)).Where(fault => options.Only is null || fault.Name.StartsWith(options.Only, StringComparison.Ordinal)))
        {
            recoveries.Add(await InjectAsync(fault, rig, feed, options.Duration, cancellationToken));
        }

        if (recoveries.Count == 0)
        {
            throw new BenchException($"No fault's name begins with '{options.Only}': there are {string.Join(", ", Faults(rig).Select(fault => fault.Name))}.");
        }

        await end.CancelAsync();
        await feeding;
        var report = await load;
        var lost = await rig.CountLostAsync(feed.Acknowledged, cancellationToken);
        var table = new RoundTable();
        table.Add("predict_in_chaos", 0, report.PerSecond, report.Latency);
        return new BenchOutcome(
            table.Series(),
            new Dictionary<string, double>
            {
                ["faults"] = recoveries.Count,
                ["requests"] = report.Succeeded + report.Failed,
                ["failed"] = report.Failed,
                ["acknowledged"] = feed.Acknowledged.Sum(minute => minute.Bars.Length),
                ["lost"] = lost,
                ["slowest_recovery_s"] = recoveries.Max(),
            },
            new Dictionary<string, double>(),
            []);
    }

    /// <summary>Seconds from the fault's end until bars are taken again.</summary>
    private async Task<double> InjectAsync(ChaosFault fault, ChaosRig rig, BarFeed feed, TimeSpan duration, CancellationToken cancellationToken)
    {
        await fault.Inject(cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await fault.Heal(cancellationToken);
        var healed = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RecoveryLimit);
        try
        {
            await feed.WhenMovingAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var said = string.Join("\n\n", rig.Servers.All.Select(server => server.Output));
            throw new BenchException($"No bar was taken within {RecoveryLimit.TotalSeconds:F0} s of the end of {fault.Name}. The servers said last:\n{said}");
        }

        progress($"{fault.Name}: bars are taken {healed.Elapsed.TotalSeconds:F1} s after its end");
        return healed.Elapsed.TotalSeconds;
    }

    private static IEnumerable<ChaosFault> Faults(ChaosRig rig)
    {
        foreach (var (name, link) in new[] { ("redis", rig.Redis), ("postgres", rig.Postgres) })
        {
            foreach (var fault in (LinkFault[])[LinkFault.Cut, LinkFault.Stalled, LinkFault.Slow, LinkFault.Garbled])
            {
                yield return new ChaosFault($"{name}_{fault.ToString().ToLowerInvariant()}", Set(link, fault), Set(link, LinkFault.None));
            }
        }

        yield return new ChaosFault("redis_killed", _ => rig.KillAsync("garnet"));
        yield return new ChaosFault("postgres_killed", _ => rig.KillAsync("postgres"));
        var publisher = new Publisher(rig.Models);
        yield return new ChaosFault("publisher_killed", publisher.StartAsync, stop => publisher.KillAsync(rig.Servers.All[0].Admin, stop));

        // The first one takes the bars; the one that is started instead comes last.
        yield return new ChaosFault("holder_stopped", _ => rig.Servers.EndFirstAsync(kills: false), rig.Servers.AddAsync);
        yield return new ChaosFault("holder_killed", _ => rig.Servers.EndFirstAsync(kills: true), rig.Servers.AddAsync);
    }

    private static Func<CancellationToken, Task> Set(FaultyLink link, LinkFault fault) => _ =>
    {
        link.Set(fault);
        return Task.CompletedTask;
    };

    private static async Task<LoadReport> LoadAsync(Replicas servers, int rate, CancellationToken cancellationToken)
    {
        using var client = servers.OpenClient();
        return await new OpenLoop(new SystemPacer(TimeProvider.System), new ArrivalSchedule(rate, TimeSpan.FromHours(1)), MaxInFlight)
            .RunAsync(CallAsync, cancellationToken);

        // A call that has begun is not cut off by the end of the load: it counts.
        async Task<CallOutcome> CallAsync(long index, CancellationToken stop)
        {
            try
            {
                await client.PredictAsync("EURUSD", cancellationToken: CancellationToken.None);
                return CallOutcome.Success;
            }
            catch (RpcException fault)
            {
                return new CallOutcome(StatusName.Of(fault.StatusCode));
            }
        }
    }
}
