using Bqx.Benching.Results;
using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Packaging;
using Bqx.LoadTests.Load;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.Storage;
using Bqx.V1;

namespace Bqx.LoadTests.Benches;

/// <summary>
/// A server with its databases takes in minutes of 28 pairs, one after the other, and predicts on each with a bundle as large as those that
/// are trained; its own clock runs from the last decoded bar to the published snapshot. Subscribers receive everything meanwhile.
/// </summary>
internal sealed class BarBench(string root, Action<string> progress)
{
    private const string Package = "bench";
    private const string Label = "production";
    private const int Seed = 1;
    private const double Millisecond = 1e-3;

    // A vector is complete after a day of minutes and one more; the rest lets the just-in-time compiler come to rest.
    private const int WarmUp = MarketCalendar.MinutesPerDay + 400;

    public async Task<BenchOutcome> RunAsync(BarOptions options, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("bqx-bar-");
        try
        {
            progress("making a bundle");
            var repository = new FolderModelRepository(Path.Combine(home.FullName, "models"));
            foreach (var package in SampleBundle.Create(FeatureCatalogue.Schema, Package, isFullSize: true).All)
            {
                await package.PublishAsync(repository, cancellationToken);
            }

            await using var server = await StartedServer.StartAsync(root, home.FullName, cancellationToken);
            return await MeasureAsync(server, options, cancellationToken);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private async Task<BenchOutcome> MeasureAsync(StartedServer server, BarOptions options, CancellationToken cancellationToken)
    {
        using var connection = new Connections(server.Address.AbsoluteUri, 1);
        using var admin = new Connections(server.Admin.AbsoluteUri, 1);
        await new Models.ModelsClient(admin[0]).PromoteAsync(
            new PromoteModelRequest { Label = Label, Model = $"{Package}@1" }, cancellationToken: cancellationToken);
        var minutes = Minutes(WarmUp + options.Minutes).ToList();
        await using var sender = new MinuteSender(connection[0]);
        progress($"{WarmUp} minutes of 28 pairs to warm up");
        foreach (var minute in minutes.Take(WarmUp))
        {
            await sender.SendAsync(minute, cancellationToken);
        }

        await WaitForAsync(sender, minutes.Take(WarmUp).Sum(minute => (long)minute.Bars.Length), cancellationToken);
        using var subscribed = new Connections(server.Address.AbsoluteUri, Math.Min(options.Subscribers, 4));
        var streams = new SubscribeStreams(subscribed, new LoadRequest(LoadMethod.Subscribe, [], Label, TimeSpan.Zero), options.Subscribers, TimeProvider.System);
        var before = await ScrapeAsync(server, cancellationToken);
        progress($"{options.Minutes} minutes, {options.Rate} a second, {options.Subscribers} subscribers");
        var duration = TimeSpan.FromSeconds((double)options.Minutes / options.Rate);
        var receiving = streams.RunAsync(duration + TimeSpan.FromSeconds(1), cancellationToken);
        await SendAsync(sender, minutes[WarmUp..], new ArrivalSchedule(options.Rate, duration), cancellationToken);
        var received = await receiving;
        await sender.CompleteAsync();
        return Outcome(before, await ScrapeAsync(server, cancellationToken), received, streams);
    }

    private static async Task SendAsync(
        MinuteSender sender, List<MinuteBars> minutes, ArrivalSchedule schedule, CancellationToken cancellationToken)
    {
        var pacer = new SystemPacer(TimeProvider.System);
        var start = pacer.Elapsed;
        for (var i = 0; i < minutes.Count; i++)
        {
            pacer.WaitUntil(start + schedule.DueAt(i));
            await sender.SendAsync(minutes[i], cancellationToken);
        }
    }

    // Weekdays before today, in the months whose partitions a server makes.
    private static IEnumerable<MinuteBars> Minutes(int count)
    {
        var now = Minute.Floor(TimeProvider.System.GetUtcNow());
        return new SyntheticMarket(Seed, SyntheticOptions.Default).Generate(now - (7 * MarketCalendar.MinutesPerDay), now).Take(count);
    }

    private static async Task WaitForAsync(MinuteSender sender, long bars, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (sender.Acknowledged < (ulong)bars)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<string> ScrapeAsync(StartedServer server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(server.Http, "/metrics"), cancellationToken);
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
