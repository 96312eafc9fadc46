using Bqx.Client;
using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Trained packages and bundles that replace each other while they are asked.</summary>
public sealed class PackageSwapTests
{
    private static readonly FeatureEngine Engine = Forecasts.Engine();

    [Fact]
    public async Task Promote_PackageThenBundleAndBack_FailsNoPredictionAndEachAnswersForItself()
    {
        var (trained, bundle) = (await RealPackages.TrainedAsync(), RealPackages.Bundle("fx"));
        await using var server = await StartAsync(bundle.All.Prepend(trained));
        await server.Labels.RequestAsync("production", trained.Manifest.Id, default);
        await server.WhenReadyAsync();
        await using var watch = new PredictionWatch(server.Channel, new Dictionary<string, float[]>
        {
            ["trained@1"] = Forecasts.Of(trained, Engine),
            ["fx@1"] = Forecasts.Of(bundle, Engine, LeadLagGraph.Default),
        });
        (await watch.NextAsync()).ShouldBe("trained@1");

        foreach (var next in new[] { "fx@1", "trained@1", "fx@1", "trained@1" })
        {
            await PromoteAsync(server, next);
            (await watch.NextAsync()).ShouldBe(next);
        }

        (await new Models.ModelsClient(server.Admin).RollbackAsync(new RollbackModelRequest { Label = "production" })).Current.ShouldBe("fx@1");
        (await watch.NextAsync()).ShouldBe("fx@1");
        await watch.StopAsync();
    }

    // The bundles have the same weights, so that only the features can make them differ.
    [Fact]
    public async Task Promote_BundlesOfDifferentLeadLagGraphs_EachReadsTheFeaturesOfItsOwn()
    {
        var lags = new[] { 1, 15, LeadLagGraph.DefaultLag };
        var bundles = lags.ToDictionary(lag => lag, lag => RealPackages.Bundle($"lag{lag}", lag));
        var live = TestBars.Live(lags.Length);
        await using var server = await StartAsync(bundles.Values.SelectMany(bundle => bundle.All));
        var client = new Prediction.PredictionClient(server.Channel);
        var forecasts = new List<float[]>();

        foreach (var (round, lag) in lags.Index())
        {
            await PromoteAsync(server, $"lag{lag}@1");

            await CheckAsync(Forecasts.Engine(live.Take(round)), lag);
            await IngestAsync(server, live[round]);
            await CheckAsync(Forecasts.Engine(live.Take(round + 1)), lag);
            forecasts.Add(Forecasts.Of(bundles[lag], Engine, RealPackages.GraphOf(lag)));
        }

        forecasts[0].Zip(forecasts[1]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) > 100 * Forecasts.Tolerance);
        forecasts[0].Zip(forecasts[2]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) > 100 * Forecasts.Tolerance);

        async Task CheckAsync(FeatureEngine engine, int lag)
        {
            var graph = RealPackages.GraphOf(lag);
            var reply = await client.PredictBatchAsync(new PredictBatchRequest());
            Forecasts.ShouldBe(reply, Forecasts.Of(bundles[lag], engine, graph));
            reply.Predictions.ShouldAllBe(one => one.Prediction.Close.ToDateTimeOffset() == engine.Close!.Value.ToDateTimeOffset());
            reply.Predictions.ShouldAllBe(one =>
                one.Prediction.FeatureFingerprint == graph.FingerprintOf(FeatureCatalogue.Schema).ToString());
        }
    }

    private static async Task<TestServer> StartAsync(IEnumerable<PackageContent> packages)
    {
        var time = new FakeTimeProvider();
        var server = await TestServer.StartAsync(time, await RealPackages.RepositoryAsync(packages), promote: false);
        time.Advance(TimeSpan.FromMinutes(10));
        return server;
    }

    private static async Task PromoteAsync(TestServer server, string model) => (await new Models.ModelsClient(server.Admin)
        .PromoteAsync(new PromoteModelRequest { Label = "production", Model = model })).Current.ShouldBe(model);

    private static async Task IngestAsync(TestServer server, MinuteBars minute)
    {
        using var client = new BqxClient(new BqxClientOptions { Address = server.Address });
        IReadOnlyList<V1.Bar> bars = [.. minute.Bars.ToArray().Select(bar => BarMessages.Of(bar))];
        await foreach (var _ in client.IngestBarsAsync(new[] { bars }.ToAsyncEnumerable()))
        {
        }
    }
}
