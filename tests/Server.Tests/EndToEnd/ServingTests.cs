using System.Net;
using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>The server over real gRPC: reading.</summary>
public sealed class ServingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;

    private Prediction.PredictionClient Client => new(_server.Channel);

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(_time, args: ["--Server:Diagnostics=true"]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Predict_OnePair_Answers()
    {
        var reply = await Client.PredictAsync(new PredictRequest { Pair = "EURUSD" });

        reply.Prediction.Pair.ShouldBe("EURUSD");
        reply.Prediction.Model.Name.ShouldBe("noop");
        reply.Age.ShouldBe(new Duration());
    }

    [Fact]
    public async Task Predict_UnknownPair_SaysWhichAndNamesTheFault()
    {
        var error = await Should.ThrowAsync<RpcException>(async () => await Client.PredictAsync(new PredictRequest { Pair = "EURXXX" }));

        error.StatusCode.ShouldBe(StatusCode.NotFound);
        error.Status.Detail.ShouldStartWith("'EURXXX' is not a known pair");
        error.Trailers.GetValue("bqx-fault").ShouldBe("unknown_pair");
    }

    [Fact]
    public async Task PredictBatch_AllPairs_AreOfOneSnapshot()
    {
        var reply = await Client.PredictBatchAsync(new PredictBatchRequest());

        reply.Predictions.Count.ShouldBe(28);
        reply.Predictions.Select(one => one.Prediction.Close).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Predict_MessageOver64KiB_IsResourceExhausted()
    {
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await Client.PredictAsync(new PredictRequest { Pair = new string('x', 70_000) }));

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Subscribe_PromotionAndBar_ArePushed()
    {
        using var call = Client.Subscribe(new SubscribeRequest { Pairs = { "EURUSD" } });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        var first = call.ResponseStream.Current;

        await new Models.ModelsClient(_server.Admin).PromoteAsync(new PromoteModelRequest { Label = "production", Model = "noop@2" });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();

        var second = call.ResponseStream.Current;
        second.Sequence.ShouldBeGreaterThan(first.Sequence);
        second.Predictions.Single().Prediction.Model.Version.ShouldBe(2);
        second.Predictions.Single().Flags.ShouldContain(Flag.Repaired);
    }

    [Fact]
    public async Task Diagnostics_WhenSwitchedOn_Answers()
    {
        var client = new Diagnostics.DiagnosticsClient(_server.Channel);

        await client.EmptyAsync(new Empty());
        (await client.MemoryStatsAsync(new MemoryStatsRequest())).TotalAllocatedBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Models_OnThePredictionPort_DoNotExist()
    {
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await new Models.ModelsClient(_server.Channel).ListAsync(new ListModelsRequest()));

        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Predict_OnTheAdminPort_DoesNotExist()
    {
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await new Prediction.PredictionClient(_server.Admin).PredictAsync(new PredictRequest { Pair = "EURUSD" }));

        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Http_ReadyServer_SaysSoAndShowsItsMetrics()
    {
        await Client.PredictAsync(new PredictRequest { Pair = "EURUSD" });

        (await _server.Http.GetStringAsync("/healthz/live")).ShouldBe("alive\n");
        (await _server.Http.GetStringAsync("/healthz/startup")).ShouldBe("ready\n");
        (await _server.Http.GetStringAsync("/healthz/ready")).ShouldBe("ready\n");
        var metrics = await _server.Http.GetStringAsync("/metrics");
        metrics.ShouldContain("bqx_predict_duration_seconds_count{outcome=\"ok\"} 1");
        metrics.ShouldContain("bqx_model_info{model=\"noop\",version=\"1\",digest=\"");
        metrics.ShouldContain("bqx_ready 1");
        (await _server.Http.GetAsync("/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Http.PostAsync("/bqx.v1.Prediction/Predict", null)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stop_WithSubscribers_EndsThemAndRefusesNothingInProgress()
    {
        using var call = Client.Subscribe(new SubscribeRequest());
        await call.ResponseStream.MoveNext(default);

        var stopping = _server.StopAsync();
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(default))
            {
            }
        });

        error.StatusCode.ShouldBe(StatusCode.Unavailable, error.ToString());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
