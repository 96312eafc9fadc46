using Bqx.Benching.Results;
using Bqx.Core;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// A server with its databases takes in minutes of 28 pairs, one after the other, and predicts on each with a bundle as large as those that
/// are trained; its own clock runs from the last decoded bar to the published snapshot. Subscribers receive everything meanwhile.
/// </summary>
internal sealed class BarBench(string root, Action<string> progress)
{
    private const double Millisecond = 1e-3;

    public async Task<BenchOutcome> RunAsync(BarOptions options, CancellationToken cancellationToken)
    {
        await using var server = await BundledServer.StartAsync(root, options.Minutes, progress, cancellationToken);
        using var subscribed = new Connections(server.Address.AbsoluteUri, Math.Min(options.Subscribers, 4));
        var request = new LoadRequest(LoadMethod.Subscribe, [], SamplePackages.Label, TimeSpan.Zero);
        var streams = new SubscribeStreams(subscribed, request, options.Subscribers, TimeProvider.System);
        var before = await server.ScrapeAsync(cancellationToken);
        progress($"{options.Minutes} minutes, {options.Rate} a second, {options.Subscribers} subscribers");
        var duration = TimeSpan.FromSeconds((double)options.Minutes / options.Rate);
        var receiving = streams.RunAsync(duration + TimeSpan.FromSeconds(1), cancellationToken);
        await SendAsync(server.Sender, server.Minutes, new ArrivalSchedule(options.Rate, duration), cancellationToken);
        var received = await receiving;
        await server.Sender.CompleteAsync();
        return Outcome(before, await server.ScrapeAsync(cancellationToken), received, streams);
    }

    private static async Task SendAsync(
        MinuteSender sender, IReadOnlyList<MinuteBars> minutes, ArrivalSchedule schedule, CancellationToken cancellationToken)
    {
        var pacer = new SystemPacer(TimeProvider.System);
        var start = pacer.Elapsed;
        for (var i = 0; i < minutes.Count; i++)
        {
            pacer.WaitUntil(start + schedule.DueAt(i));
            await sender.SendAsync(minutes[i], cancellationToken);
        }
    }

    private static BenchOutcome Outcome(string before, string after, LoadReport received, SubscribeStreams streams)
    {
        var publish = Since("bqx_bar_to_prediction_seconds");
        var figures = new Dictionary<string, double>
        {
            ["minutes"] = publish.Count,
            ["publish_p50_ms"] = publish.Quantile(0.5) / Millisecond,
            ["publish_p99_ms"] = publish.Quantile(0.99) / Millisecond,
            ["publish_share_within_1_ms"] = publish.ShareWithin(Millisecond),
            ["publish_share_within_2_ms"] = publish.ShareWithin(2 * Millisecond),
            ["delivery_p50_ms"] = received.Latency.P50 * Millisecond,
            ["delivery_p99_ms"] = received.Latency.P99 * Millisecond,
            ["delivered"] = received.Succeeded,
            ["delivery_failed"] = received.Failed,
            ["conflated"] = streams.Conflated,
        };
        foreach (var stage in (string[])["features", "infer", "publish"])
        {
            figures[$"stage_{stage}_p50_ms"] = Since("bqx_stage_duration_seconds", $"stage=\"{stage}\"").Quantile(0.5) / Millisecond;
        }

        return new BenchOutcome([], figures, new Dictionary<string, double>(), []);

        ServerHistogram Since(string name, string label = "") =>
            ServerHistogram.Parse(after, name, label).Since(ServerHistogram.Parse(before, name, label));
    }
}
