using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tools;
using Bqx.V1;
using Google.Protobuf;

namespace Bqx.LoadTests.Benches;

/// <summary>Predict against the empty call on the same server: what is left is the cost of a prediction's read.</summary>
internal sealed class ServeBench(IServerUnderTest server, Action<string> progress)
{
    public const string Predict = "predict";
    public const string Empty = "empty";

    public async Task<BenchOutcome> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        using var frames = new FrameFiles();
        var request = new PredictRequest { Pair = "EURUSD" };
        BenchTarget[] targets =
        [
            new(Predict, new Uri(server.Address, "/bqx.v1.Prediction/Predict"),
                frames.Write(GrpcFrame.Of(request.ToByteArray())), server.AllocatedAsync),
            new(Empty, new Uri(server.Address, "/bqx.v1.Diagnostics/Empty"),
                frames.Write(GrpcFrame.Of([])), server.AllocatedAsync),
        ];
        var table = await new InterleavedRounds(new H2Load(), progress).RunAsync(targets, options, cancellationToken);
        return new BenchOutcome(table.Series(), Figures(table, options), Ratios(table, options.Concurrency), []);
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

    private static double Worst(RoundTable table, string name, IReadOnlyList<int> concurrency) =>
        concurrency.Max(streams => table.Allocated(name, streams))
        ?? throw new BenchException($"The server said nothing of the bytes that {name} allocates.");
}
