using Bqx.Benching.Results;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.V1;

namespace Bqx.LoadTests.Benches;

/// <summary>A steady state for a long time: Predict under an open loop while a minute of 28 pairs comes in each second.</summary>
internal sealed class SoakBench(string root, Action<string> progress)
{
    private const string Predict = "predict";
    private const int MaxInFlight = 10_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly LoadRequest Request = new(LoadMethod.Predict, ["EURUSD", "USDJPY"], "", TimeSpan.FromSeconds(1));

    public async Task<BenchOutcome> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        var minutes = (int)(WarmUp + options.Duration).TotalSeconds;
        await using var server = await BundledServer.StartAsync(root, minutes, progress, cancellationToken);
        using var connections = new Connections(server.Address.AbsoluteUri, options.Connections);
        var calls = new UnaryCalls(connections, Request, TimeProvider.System);
        var bars = SendAsync(server, cancellationToken);
        await LoadAsync(calls, options.Rate, WarmUp, cancellationToken);
        var before = await server.MemoryAsync(cancellationToken);
        var memory = new MemorySlope(server, TimeProvider.System);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = memory.CollectAsync(enough.Token);
        progress($"{options.Duration.TotalSeconds:F0} s of {options.Rate} calls a second");
        var report = await LoadAsync(calls, options.Rate, options.Duration, cancellationToken);
        var after = await server.MemoryAsync(cancellationToken);
        await enough.CancelAsync();
        await watching;
        await bars;
        var table = new RoundTable();
        table.Add(Predict, 0, report.PerSecond, report.Latency);
        return new BenchOutcome(table.Series(), Figures(report, before, after, memory), new Dictionary<string, double>(), []);
    }

    private static Dictionary<string, double> Figures(LoadReport report, MemoryStatsReply before, MemoryStatsReply after, MemorySlope memory)
    {
        var requests = report.Succeeded + report.Failed;
        return new()
        {
            ["seconds"] = report.Elapsed.TotalSeconds,
            ["requests"] = requests,
            ["failed"] = report.Failed,

            // Of everything that the server does meanwhile, the bars included.
            ["alloc_bytes_per_predict"] = (double)(after.TotalAllocatedBytes - before.TotalAllocatedBytes) / requests,
            ["gen2_collections"] = after.Gen2Collections - before.Gen2Collections,
            ["rss_slope_pct"] = memory.Percent(),
        };
    }

    private static async Task SendAsync(BundledServer server, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        foreach (var minute in server.Minutes)
        {
            await server.Sender.SendAsync(minute, cancellationToken);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Task<LoadReport> LoadAsync(UnaryCalls calls, int rate, TimeSpan duration, CancellationToken cancellationToken) =>
        new OpenLoop(new SystemPacer(TimeProvider.System), new ArrivalSchedule(rate, duration), MaxInFlight).RunAsync(calls.CallAsync, cancellationToken);
}
