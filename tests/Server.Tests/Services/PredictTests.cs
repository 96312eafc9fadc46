using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Signal = Bqx.V1.Signal;

namespace Bqx.Server.Tests.Services;

public sealed class PredictTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly PipelineRig _rig;

    public PredictTests()
    {
        _rig = new PipelineRig(_time, new FixedRepository
        {
            // −0.02 · −0.0248 is more than the dearest pair costs, so it says BUY.
            [new ModelId("fx", 1)] = TestModels.Package(
                new ModelId("fx", 1), TestModels.Output(-0.5f), null, Features.FeatureCatalogue.Schema),
        });
        _rig.Start();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Predict_Pair_HasEverythingInIt()
    {
        await ServeAsync();
        _time.Advance(TimeSpan.FromSeconds(12.5));

        var reply = (await _rig.Service.Predict(new PredictRequest { Pair = "eurUsd" }, null!)).ToMessage();

        reply.Age.ShouldBe(Duration.FromTimeSpan(TimeSpan.FromSeconds(12.5)));
        var prediction = reply.Prediction;
        prediction.Pair.ShouldBe("EURUSD");
        prediction.Close.ShouldBe(Timestamp.FromDateTimeOffset(TestBars.Start.ToDateTimeOffset()));
        prediction.Price.ShouldBe(TestBars.History[^1].Bars.Span[3].ClosePrice);
        prediction.Target.ShouldBe(new Bqx.V1.Target { Name = "bqx60_h60", WindowMinutes = 60, HorizonMinutes = 60 });
        prediction.Bqx.ShouldBe(-0.5);
        prediction.BqxInterval.Level.ShouldBe(0.9);
        (prediction.BqxInterval.Low + prediction.BqxInterval.High).ShouldBe(-1, 1e-9);
        prediction.MartingaleBqx.ShouldBe(0);
        prediction.LogRv.ShouldBe(-7);
        prediction.LogRvInterval.ShouldBe(new Bqx.V1.Interval { Level = 0.9, Low = -8, High = -6 });
        prediction.Regime.ShouldBe(new Bqx.V1.RegimeProbabilities { StrongBear = 0.2f, Bear = 0.2f, Neutral = 0.2f, Bull = 0.2f, StrongBull = 0.2f });
        prediction.HighVol.ShouldBeFalse();
        prediction.Sigma.ShouldBeInRange(1e-6, 1e-2);
        prediction.ExpectedReturn.ShouldBe(0.0124, 1e-9);
        prediction.Signal.ShouldBe(Signal.Buy);
        prediction.SignalThreshold.ShouldBeInRange(1e-5, 1e-3);
        prediction.Orientation.ShouldBe(Bqx.V1.SignalOrientation.Price);
        prediction.Model.Name.ShouldBe("fx");
        prediction.Model.Version.ShouldBe(1);
        prediction.Model.Digest.Length.ShouldBe(64);
        prediction.FeatureFingerprint.ShouldBe(Features.FeatureCatalogue.Schema.Fingerprint.ToString());
        prediction.PublishedAt.ToDateTimeOffset().ShouldBe(TestBars.Start.ToDateTimeOffset());
    }

    [Fact]
    public async Task Predict_MaxAge_FailsWhatIsOlder()
    {
        await ServeAsync();
        _time.Advance(TimeSpan.FromSeconds(60));

        (await PredictAsync(maxAge: 60)).Age.Seconds.ShouldBe(60);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var error = await Should.ThrowAsync<RpcException>(() => PredictAsync(maxAge: 60));

        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        error.Trailers.GetValue(FaultStatus.Trailer).ShouldBe("feature_stale");
        error.Status.Detail.ShouldBe("The latest prediction of EURUSD is of 2017-06-01T00:00Z, 60.001 s old: at most 60 s were asked for.");
    }

    [Fact]
    public async Task Predict_WithoutMaxAge_NeverFailsForAgeButIsFlaggedAndHolds()
    {
        await ServeAsync();
        _time.Advance(TimeSpan.FromMinutes(30));
        (await PredictAsync()).Prediction.Signal.ShouldBe(Signal.Buy);

        _time.Advance(TimeSpan.FromSeconds(1));
        var reply = await PredictAsync();

        reply.Flags.ShouldContain(Flag.Stale);
        reply.Prediction.Signal.ShouldBe(Signal.Hold);
        _time.Advance(TimeSpan.FromDays(1000));
        (await PredictAsync()).Age.Seconds.ShouldBe((1000 * 86_400) + 1801);
    }

    [Theory]
    [InlineData("EURXXX", "", 0, StatusCode.NotFound, "unknown_pair")]
    [InlineData("", "", 0, StatusCode.NotFound, "unknown_pair")]
    [InlineData("EURUSD", "fx@2", 0, StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "canary", 0, StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "", -1, StatusCode.InvalidArgument, "invalid_input")]
    public async Task Predict_BadRequest_SaysWhatIsWrong(string pair, string model, int maxAge, StatusCode code, string fault)
    {
        await ServeAsync();
        var request = new PredictRequest { Pair = pair, Model = model };
        if (maxAge != 0)
        {
            request.MaxAge = new Duration { Seconds = maxAge };
        }

        var error = Should.Throw<RpcException>(() => { _ = _rig.Service.Predict(request, null!); });

        error.StatusCode.ShouldBe(code);
        error.Trailers.GetValue("bqx-fault").ShouldBe(fault);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("fx@1")]
    public async Task Predict_ByLabelOrVersion_IsTheSame(string model)
    {
        await ServeAsync();

        (await _rig.Service.Predict(new PredictRequest { Pair = "EURUSD", Model = model }, null!))
            .ToMessage().Prediction.ShouldBeSameAs((await PredictAsync()).Prediction);
    }

    [Fact]
    public void Predict_BeforeAnyModel_SaysThatNothingIsServed() =>
        Should.Throw<RpcException>(() => { _ = _rig.Service.Predict(new PredictRequest { Pair = "EURUSD" }, null!); })
            .Status.Detail.ShouldBe("No model is served as 'production'; served: nothing yet.");

    [Fact]
    public async Task PredictBatch_Duplicates_AreRefused()
    {
        await ServeAsync();

        Should.Throw<RpcException>(() => { _ = _rig.Service.PredictBatch(new PredictBatchRequest { Pairs = { "EURUSD", "eurusd" } }, null!); })
            .Status.Detail.ShouldBe("EURUSD is asked for twice.");
    }

    [Fact]
    public async Task PredictBatch_NoPairs_IsAllInIndexOrder()
    {
        await ServeAsync();

        var reply = await _rig.Service.PredictBatch(new PredictBatchRequest(), null!);

        reply.Predictions.Select(one => one.Prediction.Pair).ShouldBe(Pair.All.Select(pair => pair.Name));
    }

    [Fact]
    public async Task Predict_SteadyState_AllocatesAtMostOneKilobyte()
    {
        await ServeAsync();
        var request = new PredictRequest { Pair = "EURUSD", Model = "production", MaxAge = new Duration { Seconds = 1000 } };
        for (var i = 0; i < 1_000; i++)
        {
            await _rig.Service.Predict(request, null!);
        }

        const int Calls = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            _ = _rig.Service.Predict(request, null!);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Calls).ShouldBeLessThanOrEqualTo(400);
    }

    private async Task ServeAsync()
    {
        var model = await _rig.Host.LoadAsync(new ModelId("fx", 1), default);
        await _rig.Pipeline.SwapAsync(new Dictionary<string, Bqx.Plugins.Hosting.LoadedModel> { ["production"] = model }, default);
    }

    private async Task<PredictReply> PredictAsync(int maxAge = 0) => (await _rig.Service.Predict(
        new PredictRequest { Pair = "EURUSD", MaxAge = maxAge == 0 ? null : new Duration { Seconds = maxAge } }, null!)).ToMessage();
}
