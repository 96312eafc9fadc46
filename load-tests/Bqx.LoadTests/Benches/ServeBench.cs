using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tools;
using Bqx.V1;
using Google.Protobuf;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// Predict against the empty call on the same server: what is left is the cost of a prediction's read. On a server of its own also Predict
/// and ModelInfer against C++ servers, the server's share of a ModelInfer, and how soon a started server serves.
/// </summary>
internal sealed class ServeBench(string root, Action<string> progress)
{
    public const string Predict = "predict";
    public const string Empty = "empty";

    /// <summary>Measures a server that runs.</summary>
    public async Task<BenchOutcome> RunAsync(IServerUnderTest server, BenchOptions options, CancellationToken cancellationToken)
    {
        using var frames = new FrameFiles();
        var table = await new InterleavedRounds(new H2Load(), progress).RunAsync(Calls(server, frames), options, cancellationToken);
        return new BenchOutcome(table.Series(), Figures(table, options), Ratios(table, options.Concurrency), []);
    }

    /// <summary>Starts a server, measures all.</summary>
    public async Task<BenchOutcome> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var h2Load = new H2Load();
        await using var server = await BundledServer.StartAsync(root, 0, progress, cancellationToken);
        using var frames = new FrameFiles();
        await using var peers = new PredictionPeers(root, server, frames, options.Concurrency.Max());
        var targets = new List<BenchTarget>([.. Calls(server, frames), peers.Infer]);
        var leftOut = new List<string>();
        try
        {
            targets.AddRange(await peers.StartAsync(cancellationToken));
        }
        catch (ToolMissingException missing)
        {
            leftOut.Add($"The C++ peers and their ratios are left out: {missing.Message}");
        }

        var start = await new StartMeasurement(server, progress).RunAsync(cancellationToken);
        var table = await new InterleavedRounds(h2Load, progress).RunAsync(targets, options, cancellationToken);
        var figures = Figures(table, options).Concat(start)
            .Append(new("server_overhead_p99_us", await OverheadAsync(server, h2Load, peers.Infer, options, cancellationToken)));
        return new BenchOutcome(
            table.Series(), new Dictionary<string, double>(figures),
            new Dictionary<string, double>(Ratios(table, options.Concurrency).Concat(PredictionPeers.Ratios(table, options.Concurrency.Max()))),
            leftOut);
    }

    internal static IReadOnlyDictionary<string, double> Ratios(RoundTable table, IReadOnlyList<int> concurrency)
    {
        var ratios = new Dictionary<string, double>();
        foreach (var streams in concurrency)
        {
            ratios[$"predict_p99_over_empty_c{streams}"] = Statistics.MedianRatio(
                table.Latency(Predict, streams, latency => latency.P99), table.Latency(Empty, streams, latency => latency.P99));
            ratios[$"predict_rps_over_empty_c{streams}"] = Statistics.MedianRatio(
                table.PerSecond(Predict, streams), table.PerSecond(Empty, streams));
        }

        return ratios;
    }

    /// <summary>The worst of the concurrencies; what the server allocates besides is counted along.</summary>
    internal static IReadOnlyDictionary<string, double> Figures(RoundTable table, BenchOptions options) => new Dictionary<string, double>
    {
        ["rounds"] = options.Rounds,
        ["alloc_bytes_per_predict"] = Worst(table, Predict, options.Concurrency),
        ["alloc_bytes_per_empty"] = Worst(table, Empty, options.Concurrency),
    };

    private static BenchTarget[] Calls(IServerUnderTest server, FrameFiles frames) =>
    [
        new(Predict, new Uri(server.Address, "/bqx.v1.Prediction/Predict"),
            frames.Write(GrpcFrame.Of(new PredictRequest { Pair = "EURUSD" }.ToByteArray())), server.AllocatedAsync),
        new(Empty, new Uri(server.Address, "/bqx.v1.Diagnostics/Empty"), frames.Write(GrpcFrame.Of([])), server.AllocatedAsync),
    ];

    /// <summary>What a ModelInfer takes besides the run of the net, by the server's own clock, one request in flight.</summary>
    private static async Task<double> OverheadAsync(
        BundledServer server, H2Load h2Load, BenchTarget infer, BenchOptions options, CancellationToken cancellationToken)
    {
        const string name = "bqx_infer_overhead_seconds";
        var before = ServerHistogram.Parse(await server.ScrapeAsync(cancellationToken), name);
        await h2Load.ThroughputAsync(infer, 1, options.Duration, cancellationToken);
        var after = ServerHistogram.Parse(await server.ScrapeAsync(cancellationToken), name);
        return after.Since(before).Quantile(0.99) * 1e6;
    }

    private static double Worst(RoundTable table, string name, IReadOnlyList<int> concurrency) =>
        concurrency.Max(streams => table.Allocated(name, streams))
        ?? throw new BenchException($"The server said nothing of the bytes that {name} allocates.");
}
