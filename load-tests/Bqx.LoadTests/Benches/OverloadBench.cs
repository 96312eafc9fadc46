using Bqx.Benching.Results;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// ModelInfer of a bundle, encoder and net, at more than can be served: what is still answered, how the rest is turned away, whether Predict
/// goes on, and how many calls are run although their deadline passes.
/// </summary>
internal sealed class OverloadBench(string root, Action<string> progress)
{
    private const int Callers = 16;
    private const int Connections = 4;
    private const int MaxInFlight = 20_000;
    private const int PredictRate = 200;
    private const string Shed = "RESOURCE_EXHAUSTED";

    public async Task<BenchOutcome> RunAsync(OverloadOptions options, CancellationToken cancellationToken)
    {
        await using var server = await BundledServer.StartAsync(root, 0, progress, cancellationToken);
        using var connections = new Connections(server.Address.AbsoluteUri, Connections);
        var pacer = new SystemPacer(TimeProvider.System);
        var calls = Calls(connections, LoadMethod.ModelInfer, options.Deadline);
        await new ClosedLoop(pacer, Callers, options.Stretch / 2).RunAsync(calls.CallAsync, cancellationToken);
        var peak = await new ClosedLoop(pacer, Callers, options.Stretch).RunAsync(calls.CallAsync, cancellationToken);
        var rate = (int)(peak.PerSecond * options.Factor);
        progress($"{peak.PerSecond:F0} calls a second can be served, {rate} come");
        var reading = OpenAsync(Calls(connections, LoadMethod.Predict, TimeSpan.FromSeconds(1)), PredictRate, options.Stretch, cancellationToken);
        var over = await OpenAsync(calls, rate, options.Stretch, cancellationToken);
        var predict = await reading;
        progress($"{over.PerSecond:F0} answered a second, {over.Failures.GetValueOrDefault(Shed)} turned away; now with deadlines of {options.StormDeadline.TotalMilliseconds:F0} ms");
        var wasted = await WastedAsync(server, cancellationToken);
        var storm = await OpenAsync(Calls(connections, LoadMethod.ModelInfer, options.StormDeadline), rate, options.Stretch, cancellationToken);
        wasted = await WastedAsync(server, cancellationToken) - wasted;
        var table = new RoundTable();
        table.Add("model_infer_peak", Callers, peak.PerSecond, peak.Latency);
        table.Add("model_infer_overload", 0, over.PerSecond, over.Latency);
        table.Add("predict_meanwhile", 0, predict.PerSecond, predict.Latency);
        var figures = new Dictionary<string, double>
        {
            ["offered_per_second"] = rate,
            ["shed"] = over.Failures.GetValueOrDefault(Shed),
            ["failed_otherwise"] = over.Failed - over.Failures.GetValueOrDefault(Shed),
            ["predict_failed"] = predict.Failed,
            ["storm_expired"] = storm.Failed,
            ["storm_expired_that_ran_pct"] = storm.Failed == 0 ? 0 : 100.0 * wasted / storm.Failed,
        };
        return new BenchOutcome(
            table.Series(), figures, new Dictionary<string, double> { ["goodput_over_peak"] = over.PerSecond / peak.PerSecond }, []);
    }

    private static UnaryCalls Calls(Connections connections, LoadMethod method, TimeSpan deadline) =>
        new(connections, new LoadRequest(method, ["EURUSD"], "", deadline), TimeProvider.System);

    private static Task<LoadReport> OpenAsync(UnaryCalls calls, int rate, TimeSpan duration, CancellationToken cancellationToken) =>
        new OpenLoop(new SystemPacer(TimeProvider.System), new ArrivalSchedule(rate, duration), MaxInFlight).RunAsync(calls.CallAsync, cancellationToken);

    private static async Task<double> WastedAsync(BundledServer server, CancellationToken cancellationToken)
    {
        // A counter that has counted nothing is not there.
        const string name = "bqx_deadline_wasted_total ";
        var line = (await server.ScrapeAsync(cancellationToken)).Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.AsSpan(name.Length), System.Globalization.CultureInfo.InvariantCulture);
    }
}
