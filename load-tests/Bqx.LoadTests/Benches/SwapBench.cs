using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// Predict under an open loop, steady and with a promotion every quarter of a second, in turns. A request fails when its
/// grpc-status says so.
/// </summary>
internal sealed class SwapBench(IServerUnderTest server, Action<string> progress)
{
    public const string Steady = "predict_steady";
    public const string Swapping = "predict_swapping";
    private const string Label = "production";
    private const int MaxInFlight = 10_000;
    private static readonly LoadRequest Request = new(LoadMethod.Predict, ["EURUSD", "USDJPY"], "", TimeSpan.FromSeconds(1));

    /// <value>Load before the first round.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    public async Task<BenchOutcome> RunAsync(SwapOptions options, CancellationToken cancellationToken)
    {
        using var connections = new Connections(server.Address.AbsoluteUri, options.Connections);
        using var admin = new Connections(server.Admin.AbsoluteUri, 1);
        var pacer = new SystemPacer(TimeProvider.System);
        var promotions = await Promotions.PrepareAsync(admin[0], Label, pacer, cancellationToken);
        var calls = new UnaryCalls(connections, Request, TimeProvider.System);
        await LoadAsync(calls, options.Rate, WarmUp, cancellationToken);
        var table = new RoundTable();
        var (failed, sent) = (0L, 0L);
        var memory = new MemorySlope(server, TimeProvider.System);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = memory.CollectAsync(enough.Token);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var steady = await LoadAsync(calls, options.Rate, options.Stretch, cancellationToken);
            var swapping = await SwapAsync(calls, promotions, options, cancellationToken);
            table.Add(Steady, 0, steady.PerSecond, steady.Latency);
            table.Add(Swapping, 0, swapping.PerSecond, swapping.Latency);
            failed += steady.Failed + swapping.Failed;
            sent += steady.Succeeded + steady.Failed + swapping.Succeeded + swapping.Failed;
            progress($"round {round}/{options.Rounds}  {promotions.Done} swaps, {failed} of {sent} requests failed, p99 {steady.Latency.P99:F0} µs steady, {swapping.Latency.P99:F0} µs swapping");
        }

        await enough.CancelAsync();
        await watching;
        return new BenchOutcome(table.Series(), Figures(options, promotions, sent, failed, memory.Percent()), Ratios(table), []);
    }

    internal static IReadOnlyDictionary<string, double> Ratios(RoundTable table) => new Dictionary<string, double>
    {
        ["p99_over_steady"] = Statistics.MedianRatio(
            table.Latency(Swapping, 0, latency => latency.P99), table.Latency(Steady, 0, latency => latency.P99)),
    };

    /// <summary>Load and promotions together; a promotion that fails ends the load.</summary>
    private static async Task<LoadReport> SwapAsync(
        UnaryCalls calls, Promotions promotions, SwapOptions options, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = LoadAsync(calls, options.Rate, options.Stretch, stop.Token);
        try
        {
            var count = Math.Min(options.SwapsPerRound, options.Swaps - promotions.Done);
            await promotions.RunAsync(count, options.Stretch, cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await load;
            throw;
        }

        return await load;
    }

    private static Dictionary<string, double> Figures(SwapOptions options, Promotions promotions, long sent, long failed, double slope)
    {
        var latency = LatencySummary.Of(promotions.Latency);
        return new Dictionary<string, double>
        {
            ["swaps"] = promotions.Done,
            ["requests"] = sent,
            ["failed"] = failed,
            ["rss_slope_pct"] = slope,
            ["rounds"] = options.Rounds,
            ["offered_per_second"] = options.Rate,
            ["promotion_p50_us"] = latency.P50,
            ["promotion_p99_us"] = latency.P99,
        };
    }

    private static Task<LoadReport> LoadAsync(UnaryCalls calls, int rate, TimeSpan duration, CancellationToken cancellationToken) =>
        new OpenLoop(new SystemPacer(TimeProvider.System), new ArrivalSchedule(rate, duration), MaxInFlight)
            .RunAsync(calls.CallAsync, cancellationToken);
}
