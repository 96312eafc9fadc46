using Bqx.Client;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.NoOp;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.Core;

namespace Bqx.Server.Tests.Client;

public sealed class BqxClientTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(40);
    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;
    private BqxClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromHours(1));
        _client = new BqxClient(new BqxClientOptions
        {
            Address = _server.Address,
            AdminAddress = _server.Addresses[1],
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Deadline = TimeSpan.FromSeconds(20),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Predict_Pair_Answers()
    {
        (await _client.PredictAsync("EURUSD")).Prediction.Model.Version.ShouldBe(1);
        (await _client.PredictAsync("EURUSD", "noop@1", TimeSpan.FromHours(2))).Age.Seconds.ShouldBe(3600);
        (await _client.PredictBatchAsync(["USDJPY", "EURUSD"])).Predictions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Predict_RefusedByTheServer_IsNotTriedAgain()
    {
        var error = await Should.ThrowAsync<RpcException>(async () => await _client.PredictAsync("EURUSD", maxAge: TimeSpan.FromSeconds(1)));

        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        var metrics = await _server.Http.GetStringAsync("/metrics");
        metrics.ShouldContain("bqx_predict_duration_seconds_count{outcome=\"feature_stale\"} 1");
    }

    [Fact]
    public async Task PredictVector_OwnVector_IsRunByTheModel()
    {
        var request = new V1.PredictVectorRequest
        {
            Pair = "EURUSD",
            Features = { InferRig.Rows(1, InferRig.Features) },
            FeatureFingerprint = LeadLagGraph.Default.FingerprintOf(FeatureCatalogue.Schema).ToString(),
        };

        (await _client.PredictVectorAsync(request)).Prediction.Bqx.ShouldBe(NoOpModel.BqxOf(1));
    }

    [Fact]
    public async Task UnloadModel_LoadedAndOnNoLabel_IsFreedOnce()
    {
        await new V1.Models.ModelsClient(_server.Admin).LoadAsync(new V1.LoadModelRequest { Model = "noop@5" });

        (await _client.UnloadModelAsync("noop@5")).Version.ShouldBe(5);

        (await Should.ThrowAsync<RpcException>(async () => await _client.UnloadModelAsync("noop@5"))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task UnloadModel_WithoutAnAdminAddress_SaysWhatIsMissing()
    {
        using var client = new BqxClient(new BqxClientOptions { Address = _server.Address });

        (await Should.ThrowAsync<InvalidOperationException>(async () => await client.UnloadModelAsync("noop@5"))).Message.ShouldEndWith("set BqxClientOptions.AdminAddress.");
    }

    [Fact]
    public async Task Predict_OverItsRate_WaitsAsLongAsTheServerAsks()
    {
        using var keys = new KeyFile();
        var key = keys.Add("slow", ApiRoles.Predict, new ApiRate(20, 1));
        await using var server = await TestServer.StartAsync(TimeProvider.System, args: $"--Server:ApiKeys={keys.Path}");
        using var client = new BqxClient(new BqxClientOptions { Address = server.Address, ApiKey = key, Deadline = TimeSpan.FromSeconds(20), Retries = 10 });

        for (var i = 0; i < 5; i++)
        {
            (await client.PredictAsync("EURUSD")).Prediction.Pair.ShouldBe("EURUSD");
        }
    }

    [Fact]
    public async Task IngestBars_AllGood_AcknowledgesEverything()
    {
        var last = await DrainAsync(Batches(Live));

        last.Acknowledged.ShouldBe((ulong)(28 * Live.Count));
        last.RejectedCount.ShouldBe(0ul);
        (await _client.LatestBarsAsync(["EURUSD"])).Bars.Single().CloseTime.ToDateTimeOffset()
            .ShouldBe(Live[^1].Close.ToDateTimeOffset());
    }

    [Fact]
    public async Task IngestBars_StoreAwayForAWhile_SendsAgainUntilEverythingIsCommitted()
    {
        var progressed = 0;
        IngestProgress? last = null;
        await foreach (var progress in _client.IngestBarsAsync(Batches(Live, onBatch: index => _server.Bars.IsDown = index is > 10 and < 20)))
        {
            progressed++;
            last = progress;
        }

        last!.Acknowledged.ShouldBe((ulong)(28 * Live.Count));
        progressed.ShouldBeGreaterThan(0);
        _server.Bars.Written.Distinct().Count().ShouldBe(28 * Live.Count);
        _server.Bars.Written.ShouldAllBe(bar => bar.Flags == BarFlags.None);
    }

    [Fact]
    public async Task IngestBars_RejectedRow_IsNamedByItsPlaceInTheSource()
    {
        var rejected = new List<V1.RejectedBar>();
        await foreach (var progress in _client.IngestBarsAsync(Batches(Live, spoil: (20, 3))))
        {
            rejected.AddRange(progress.Rejected);
        }

        rejected.Single().Row.ShouldBe((ulong)((20 * 28) + 3));
    }

    [Fact]
    public async Task Subscribe_Promotion_IsSeen()
    {
        using var stop = new CancellationTokenSource();
        var versions = new List<int>();
        await foreach (var reply in _client.SubscribeAsync(["EURUSD"], cancellationToken: stop.Token).WithCancellation(default))
        {
            versions.Add(reply.Predictions[0].Prediction.Model.Version);
            if (versions.Count == 2)
            {
                break;
            }

            await new V1.Models.ModelsClient(_server.Admin).PromoteAsync(
                new V1.PromoteModelRequest { Label = "production", Model = "noop@5" });
        }

        versions.ShouldBe([1, 5]);
    }

    private async Task<IngestProgress> DrainAsync(IAsyncEnumerable<IReadOnlyList<V1.Bar>> batches)
    {
        IngestProgress? last = null;
        await foreach (var progress in _client.IngestBarsAsync(batches))
        {
            last = progress;
        }

        return last!;
    }

    private static async IAsyncEnumerable<IReadOnlyList<V1.Bar>> Batches(
        IReadOnlyList<MinuteBars> minutes, Action<int>? onBatch = null, (int Batch, int Row)? spoil = null)
    {
        for (var i = 0; i < minutes.Count; i++)
        {
            onBatch?.Invoke(i);
            var bars = minutes[i].Bars.ToArray().Select(bar => BarMessages.Of(bar)).ToList();
            if (spoil is { } place && place.Batch == i)
            {
                bars[place.Row].Open = -1;
            }

            yield return bars;
            await Task.Yield();
        }
    }
}
