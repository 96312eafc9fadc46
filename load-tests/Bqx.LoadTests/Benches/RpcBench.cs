using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Peers;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// The empty unary call of our transport against a C++ gRPC server (three forms, the best of them counts) and against
/// Kestrel with no transport at all.
/// </summary>
internal sealed class RpcBench(string root, Action<string> progress)
{
    public const string Empty = "bqx_empty";
    public const string Bare = "bare_kestrel";
    private const string Path = "/bqx.loadtests.EmptyPeer/Call";

    private static readonly (string Name, string Program, string[] Arguments)[] CppServers =
    [
        ("cpp_cq_1_thread", "cq_server", ["--threads", "1"]),
        ("cpp_cq_2_threads", "cq_server", ["--threads", "2"]),
        ("cpp_callback", "callback_server", []),
    ];

    /// <summary>What could not be measured, with the command that helps; empty where all was.</summary>
    public List<string> LeftOut { get; } = [];

    public async Task<BenchOutcome> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var h2Load = new H2Load();
        using var frames = new FrameFiles();
        var frame = frames.Write(GrpcFrame.Of([]));
        await using var peers = new PeerSet();
        var targets = new List<BenchTarget>();
        try
        {
            var folder = await CppPeers.BuildAsync(root, cancellationToken);
            foreach (var (name, program, arguments) in CppServers)
            {
                var peer = peers.Add(await PeerProcess.StartAsync(
                    System.IO.Path.Combine(folder, program), arguments, cancellationToken));
                targets.Add(new BenchTarget(name, Uri(peer), frame));
            }
        }
        catch (ToolMissingException missing)
        {
            LeftOut.Add($"The C++ peer and its ratios are left out: {missing.Message}");
        }

        targets.Add(Managed(Bare, peers.Add(await ManagedPeers.StartBareAsync(root, cancellationToken)), frame));
        targets.Add(Managed(Empty, peers.Add(await ManagedPeers.StartEmptyAsync(cancellationToken)), frame));
        var table = await new InterleavedRounds(h2Load, progress).RunAsync(targets, options, cancellationToken);
        var figures = new Dictionary<string, double> { ["rounds"] = options.Rounds };
        return new BenchOutcome(table.Series(), figures, Ratios(table, options.Concurrency), LeftOut);
    }

    internal static IReadOnlyDictionary<string, double> Ratios(RoundTable table, IReadOnlyList<int> concurrency)
    {
        var ratios = new Dictionary<string, double>();
        foreach (var streams in concurrency)
        {
            var empty = table.PerSecond(Empty, streams);
            ratios[$"empty_rps_over_bare_c{streams}"] = Statistics.MedianRatio(empty, table.PerSecond(Bare, streams));
            var cpp = CppServers.Select(server => server.Name).Where(name => table.Has(name, streams)).ToArray();
            if (cpp.Length == 0)
            {
                continue;
            }

            var fastest = cpp.MaxBy(name => Statistics.Median(table.PerSecond(name, streams)))!;
            ratios[$"empty_rps_over_cpp_c{streams}"] = Statistics.MedianRatio(empty, table.PerSecond(fastest, streams));
            var soonest = cpp.MinBy(name => Statistics.Median(table.Latency(name, streams, latency => latency.P50)))!;
            ratios[$"empty_p50_over_cpp_c{streams}"] = Statistics.MedianRatio(
                table.Latency(Empty, streams, latency => latency.P50),
                table.Latency(soonest, streams, latency => latency.P50));
        }

        return ratios;
    }

    private static BenchTarget Managed(string name, PeerProcess peer, string frame) => new(name, Uri(peer), frame, peer.AllocatedAsync);

    private static Uri Uri(PeerProcess peer) => new($"http://127.0.0.1:{peer.Port}{Path}");
}
