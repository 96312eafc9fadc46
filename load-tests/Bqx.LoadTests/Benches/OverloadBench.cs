using System.Globalization;
using Bqx.Benching.Results;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tools;
using Google.Protobuf;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// ModelInfer of a bundle, encoder and net, at more than can be served, from h2load: it costs little beside the server. The server's own counters
/// tell what was run, what was turned away and what ran although its deadline passed; h2load does not look at a grpc-status.
/// </summary>
internal sealed class OverloadBench(string root, Action<string> progress)
{
    private const int Served = 32;
    private const int MostInFlight = 1_000;
    private const int PredictRate = 100;
    private const string Run = "bqx_inference_total";
    private const string Shed = "bqx_requests_shed_total";
    private const string Wasted = "bqx_deadline_wasted_total";

    public async Task<BenchOutcome> RunAsync(OverloadOptions options, CancellationToken cancellationToken)
    {
        var h2Load = new H2Load();
        await using var server = await BundledServer.StartAsync(root, 0, progress, cancellationToken);
        using var frames = new FrameFiles();
        var target = new BenchTarget(
            "model_infer",
            new Uri(server.Address, "/inference.GRPCInferenceService/ModelInfer"),
            frames.Write(GrpcFrame.Of(InferRequests.OfBundle("", "EURUSD").ToByteArray())));
        await h2Load.ThroughputAsync(target, Served, options.Stretch / 2, cancellationToken);
        var peak = await CountAsync(server, () => h2Load.ThroughputAsync(target, Served, options.Stretch, cancellationToken), cancellationToken);
        var rate = (int)(peak.Runs / options.Stretch.TotalSeconds * options.Factor);
        progress($"{peak.Runs / options.Stretch.TotalSeconds:F0} calls a second can be served, {rate} come");
        var reading = PredictAsync(server, options.Stretch, cancellationToken);
        var over = await CountAsync(
            server, () => h2Load.PacedAsync(target, rate, MostInFlight, options.Deadline, options.Stretch, cancellationToken), cancellationToken);
        var predict = await reading;
        progress($"{over.Runs / options.Stretch.TotalSeconds:F0} answered a second; now with deadlines of {options.StormDeadline.TotalMilliseconds:F0} ms");
        var storm = await CountAsync(
            server, () => h2Load.PacedAsync(target, rate, MostInFlight, options.StormDeadline, options.Stretch, cancellationToken), cancellationToken);
        var table = new RoundTable();
        table.Add("predict_meanwhile", 0, predict.PerSecond, predict.Latency);
        var figures = new Dictionary<string, double>
        {
            ["peak_per_second"] = peak.Runs / options.Stretch.TotalSeconds,
            ["offered_per_second"] = rate,
            ["answered_per_second"] = (over.Runs - over.Wasted) / options.Stretch.TotalSeconds,
            ["shed"] = over.Shed,
            ["predict_failed"] = predict.Failed,
            ["storm_shed"] = storm.Shed,
            ["storm_expired_that_ran_pct"] = storm.Shed + storm.Wasted == 0 ? 0 : 100 * storm.Wasted / (storm.Shed + storm.Wasted),
        };
        return new BenchOutcome(
            table.Series(), figures, new Dictionary<string, double> { ["goodput_over_peak"] = (over.Runs - over.Wasted) / peak.Runs }, []);
    }

    private static async Task<LoadReport> PredictAsync(BundledServer server, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var connections = new Connections(server.Address.AbsoluteUri, 1);
        var calls = new UnaryCalls(connections, new LoadRequest(LoadMethod.Predict, ["EURUSD"], "", TimeSpan.FromSeconds(1)), TimeProvider.System);
        return await new OpenLoop(new SystemPacer(TimeProvider.System), new ArrivalSchedule(PredictRate, duration), MostInFlight)
            .RunAsync(calls.CallAsync, cancellationToken);
    }

    private static async Task<(double Runs, double Shed, double Wasted)> CountAsync(
        BundledServer server, Func<Task> load, CancellationToken cancellationToken)
    {
        var before = await server.ScrapeAsync(cancellationToken);
        await load();
        var after = await server.ScrapeAsync(cancellationToken);
        return (Since(Run), Since(Shed), Since(Wasted));

        double Since(string counter) => Sum(after, counter) - Sum(before, counter);
    }

    // A counter that has counted nothing is not there.
    private static double Sum(string metrics, string counter) => metrics.Split('\n')
        .Where(line => line.StartsWith(counter + "{", StringComparison.Ordinal) || line.StartsWith(counter + " ", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
}
