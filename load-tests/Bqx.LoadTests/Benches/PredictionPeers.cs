using Bqx.Benching.Measuring;
using Bqx.Core;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Peers;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tools;
using Bqx.V1;
using Google.Protobuf;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// C++ gRPC servers, each with one queue and with two: Predict of the same message from memory, Predict by a net that runs on each request,
/// and ModelInfer of that net in the same ONNX Runtime. The better of the two forms counts.
/// </summary>
internal sealed class PredictionPeers(string root, BundledServer server, FrameFiles frames, int streams) : IAsyncDisposable
{
    private const string Memory = "cpp_memory";
    private const string Inferring = "cpp_infer";
    private const string OurInfer = "model_infer";
    private const string CppInfer = "cpp_model_infer";
    private static readonly Pair Asked = Pair.Parse("EURUSD");
    private static readonly int[] Threads = [1, 2];

    private readonly PeerSet _peers = new();
    private readonly string _predictFrame = frames.Write(GrpcFrame.Of(new PredictRequest { Pair = Asked.Name }.ToByteArray()));
    private readonly string _inferFrame = frames.Write(GrpcFrame.Of(InferRequests.OfHead(BundledServer.HeadName(Asked)).ToByteArray()));

    /// <summary>ModelInfer on the server itself.</summary>
    public BenchTarget Infer => InferAt(OurInfer, server.Address);

    /// <summary>Starts all.</summary>
    /// <exception cref="Bqx.Benching.Machine.ToolMissingException">They cannot be built here.</exception>
    public async Task<IReadOnlyList<BenchTarget>> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(await CppPeers.BuildAsync(root, cancellationToken), "prediction_server");
        var targets = new List<BenchTarget>();
        foreach (var threads in Threads)
        {
            var memory = await AddressAsync(threads, infers: false);
            var inferring = await AddressAsync(threads, infers: true);
            targets.Add(PredictAt(Name(Memory, threads), memory));
            targets.Add(PredictAt(Name(Inferring, threads), inferring));
            targets.Add(InferAt(Name(CppInfer, threads), inferring));
        }

        return targets;

        async Task<Uri> AddressAsync(int threads, bool infers)
        {
            string[] arguments = ["--threads", $"{threads}", "--model", server.HeadFile(Asked), "--infer", infers ? "1" : "0"];
            return new Uri($"http://127.0.0.1:{_peers.Add(await PeerProcess.StartAsync(program, arguments, cancellationToken)).Port}");
        }
    }

    /// <summary>Ours over theirs; empty where they were left out.</summary>
    internal static IReadOnlyDictionary<string, double> Ratios(RoundTable table, int streams)
    {
        var ratios = new Dictionary<string, double>();
        if (table.Has(Name(Memory, Threads[0]), streams))
        {
            Add("predict_rps_over_cpp_memory", ServeBench.Predict, Memory);
            Add("predict_rps_over_cpp_infer", ServeBench.Predict, Inferring);
            Add("infer_rps_over_cpp", OurInfer, CppInfer);
        }

        return ratios;

        void Add(string name, string ours, string theirs)
        {
            var best = Threads.Select(threads => Name(theirs, threads)).MaxBy(form => Statistics.Median(table.PerSecond(form, streams)))!;
            ratios[$"{name}_c{streams}"] = Statistics.MedianRatio(table.PerSecond(ours, streams), table.PerSecond(best, streams));
        }
    }

    public ValueTask DisposeAsync() => _peers.DisposeAsync();

    private static string Name(string form, int threads) => $"{form}_{threads}_thread{(threads == 1 ? "" : "s")}";

    private BenchTarget PredictAt(string name, Uri address) =>
        new(name, new Uri(address, "/bqx.v1.Prediction/Predict"), _predictFrame) { Only = streams };

    private BenchTarget InferAt(string name, Uri address) =>
        new(name, new Uri(address, "/inference.GRPCInferenceService/ModelInfer"), _inferFrame) { Only = streams };
}
