using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace Bqx.Server.Tests.Security;

/// <summary>The server with a file of keys, over real gRPC.</summary>
public sealed class KeysTests : IAsyncLifetime
{
    private static readonly PredictRequest EurUsd = new() { Pair = "EURUSD" };

    private readonly FakeTimeProvider _time = new();
    private readonly KeyFile _file = new();
    private string _desk = "";
    private string _feed = "";
    private string _ops = "";
    private TestServer _server = null!;

    private Prediction.PredictionClient Predictions => new(_server.Channel);

    public async ValueTask InitializeAsync()
    {
        _desk = _file.Add("desk", ApiRoles.Predict);
        _feed = _file.Add("feed", ApiRoles.Ingest);
        _ops = _file.Add("ops", ApiRoles.Admin);
        _server = await TestServer.StartAsync(_time, args: $"--Server:ApiKeys={_file.Path}");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Predict_RightKey_AnswersAgainAndAgain()
    {
        for (var i = 0; i < 3; i++)
        {
            (await Predictions.PredictAsync(EurUsd, Headers(_desk))).Prediction.Pair.ShouldBe("EURUSD");
        }
    }

    [Fact]
    public async Task Client_WithItsKey_IsServed()
    {
        using var client = new BqxClient(new BqxClientOptions { Address = _server.Address, ApiKey = _desk, Deadline = TimeSpan.FromMinutes(1) });

        (await client.PredictAsync("EURUSD")).Prediction.Pair.ShouldBe("EURUSD");
    }

    [Fact]
    public async Task Predict_WrongKey_IsUnauthenticatedAlsoAfterARightOne()
    {
        await Predictions.PredictAsync(EurUsd, Headers(_desk));
        string[] wrong = [_desk[..^1], _desk + "A", _desk.Replace("desk", "ops", StringComparison.Ordinal), "bqx.nobody." + new string('a', 43), "", "x"];
        foreach (var key in wrong)
        {
            var error = await RefusedAsync(() => Predictions.PredictAsync(EurUsd, Headers(key)).ResponseAsync);

            error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
            error.Trailers.GetValue("bqx-fault").ShouldBe("unauthenticated");
        }

        (await RefusedAsync(() => Predictions.PredictAsync(EurUsd).ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unauthenticated);
        (await _server.Http.GetStringAsync("/metrics")).ShouldContain($"bqx_requests_refused_total{{reason=\"unauthenticated\"}} {wrong.Length + 1}");
    }

    [Fact]
    public async Task Call_WithAnotherRole_IsForbidden()
    {
        var models = new Models.ModelsClient(_server.Admin);
        Func<Task>[] escalations =
        [
            () => Predictions.PredictAsync(EurUsd, Headers(_feed)).ResponseAsync,
            () => Predictions.PredictAsync(EurUsd, Headers(_ops)).ResponseAsync,
            async () => await Predictions.Subscribe(new SubscribeRequest(), Headers(_ops)).ResponseStream.MoveNext(default),
            () => new V1.Bars.BarsClient(_server.Channel).Ingest(Headers(_desk)).ResponseAsync,
            () => new V1.Bars.BarsClient(_server.Channel).LatestAsync(new LatestBarsRequest(), Headers(_feed)).ResponseAsync,
            () => models.ListAsync(new ListModelsRequest(), Headers(_desk)).ResponseAsync,
            () => models.PromoteAsync(new PromoteModelRequest { Label = "production", Model = "noop@1" }, Headers(_feed)).ResponseAsync,
        ];
        foreach (var escalation in escalations)
        {
            (await RefusedAsync(escalation)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        }

        (await models.ListAsync(new ListModelsRequest(), Headers(_ops))).Labels.Single().Current.ShouldBe("noop@1");
    }

    [Fact]
    public async Task Health_WithoutKey_Answers() =>
        (await new Health.HealthClient(_server.Channel).CheckAsync(new HealthCheckRequest())).Status
            .ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);

    [Fact]
    public async Task Call_OverItsRate_IsShedAndToldWhenToComeAgain()
    {
        var key = _file.Add("slow", ApiRoles.Predict, new ApiRate(2, 2));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Predictions.PredictAsync(EurUsd, Headers(key));
        await Predictions.PredictAsync(EurUsd, Headers(key));

        var error = await RefusedAsync(() => Predictions.PredictAsync(EurUsd, Headers(key)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Trailers.GetValue("grpc-retry-pushback-ms").ShouldBe("500");
        await Predictions.PredictAsync(EurUsd, Headers(_desk));
        (await _server.Http.GetStringAsync("/metrics")).ShouldContain("bqx_requests_shed_total{reason=\"rate\"} 1");
        _time.Advance(TimeSpan.FromMilliseconds(500));
        await Predictions.PredictAsync(EurUsd, Headers(key));
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAndItsStreamEndsWithoutARestart()
    {
        using var call = Predictions.Subscribe(new SubscribeRequest(), Headers(_desk));
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        _file.Remove("desk");
        var late = _file.Add("late", ApiRoles.Predict);

        _time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        (await RefusedAsync(() => Predictions.PredictAsync(EurUsd, Headers(_desk)).ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unauthenticated);
        await Predictions.PredictAsync(EurUsd, Headers(late));
    }

    [Fact]
    public async Task File_Spoiled_LeavesTheKeysThatWereThere()
    {
        await File.WriteAllTextAsync(_file.Path, "{ \"keys\": [");

        _time.Advance(TimeSpan.FromSeconds(1));

        await Predictions.PredictAsync(EurUsd, Headers(_desk));
    }

    [Fact]
    public async Task Start_FileMissing_IsRefused() => (await Should.ThrowAsync<FaultException>(
        () => TestServer.StartAsync(_time, promote: false, args: "--Server:ApiKeys=/nowhere/keys.json"))).Message.ShouldBe("Server:ApiKeys: the file cannot be read.");

    private static Metadata Headers(string key) => new() { { "authorization", $"Bearer {key}" } };

    private static Task<RpcException> RefusedAsync(Func<Task> call) => Should.ThrowAsync<RpcException>(call);
}
