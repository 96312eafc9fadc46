using Bqx.Client;
using Bqx.Core;
using Bqx.Plugins.NoOp;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>
/// A server over real gRPC that takes 65 minutes of bars: six forecasts a pair have an outcome, that of the start
/// among them.
/// </summary>
public sealed class MonitorTests : IAsyncLifetime
{
    private const int Minutes = 65;
    private const int Known = Minutes - 60 + 1;

    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(Minutes);

    private readonly FakeTimeProvider _time = new();
    private TestServer _server = null!;
    private BqxClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_time);
        _time.Advance(TimeSpan.FromHours(2));
        _client = new BqxClient(new BqxClientOptions { Address = _server.Address });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Quality_BeforeAnyOutcome_IsEmpty() =>
        (await _client.QualityAsync()).ShouldBe(new QualityReply { Label = "production" });

    // The no-op model forecasts one number for all; the outcomes are what an engine of the test's own computes.
    [Fact]
    public async Task Quality_OutcomesKnown_EqualsThePlainSumsOverThem()
    {
        await SendAsync();
        var errors = new List<double>();
        for (var made = 0; made < Known; made++)
        {
            var sigma = Read(Forecasts.Engine(Live.Take(made)), FeatureNames.Sigma);
            var outcome = Read(Forecasts.Engine(Live.Take(made + 60)), FeatureNames.Bqx(new Window(60)));
            errors.Add((NoOpModel.BqxOf(1) - outcome) / (sigma * Math.Sqrt(73_810)));
        }

        var reply = await _client.QualityAsync("production", ["USDJPY"]);

        reply.Target.ShouldBe(new V1.Target { Name = "bqx60_h60", WindowMinutes = 60, HorizonMinutes = 60 });
        reply.Windows.Select(window => window.Minutes).ShouldBe([60, 1440, 7200]);
        foreach (var window in reply.Windows)
        {
            window.Total.Count.ShouldBe((ulong)(Known * Core.Pair.Count));
            var one = window.Pairs.ShouldHaveSingleItem();
            one.Pair.ShouldBe("USDJPY");
            one.Quality.Count.ShouldBe((ulong)Known);
            one.Quality.MeanAbsoluteError.ShouldBe(errors.Average(Math.Abs), 1e-5);
            one.Quality.RootMeanSquaredError.ShouldBe(Math.Sqrt(errors.Average(error => error * error)), 1e-5);
        }

        var metrics = await _server.Http.GetStringAsync("/metrics");
        foreach (var name in new[]
        {
            "bqx_prediction_error_abs", "bqx_prediction_error_squared", "bqx_skill_ratio", "bqx_directional_accuracy_ratio",
            "bqx_interval_coverage_ratio",
        })
        {
            metrics.ShouldContain($"{name}{{label=\"production\",window=\"hour\",pair=\"*\"}} ");
            metrics.ShouldContain($"{name}{{label=\"production\",window=\"week\",pair=\"USDJPY\"}} ");
        }
    }

    [Theory]
    [InlineData("canary", "EURUSD", StatusCode.NotFound, "unknown_model")]
    [InlineData("noop@1", "EURUSD", StatusCode.InvalidArgument, "invalid_input")]
    [InlineData("", "EURXXX", StatusCode.NotFound, "unknown_pair")]
    public async Task Quality_WrongRequest_HasStatusAndFault(string label, string pair, StatusCode code, string fault)
    {
        var refused = await Should.ThrowAsync<RpcException>(async () => await _client.QualityAsync(label, [pair]));

        (refused.StatusCode, refused.Trailers.GetValue("bqx-fault")).ShouldBe((code, fault));
    }

    [Fact]
    public async Task Latency_CallsAndBars_AreCounted()
    {
        await _client.PredictAsync("EURUSD");
        await SendAsync();

        var reply = await _client.LatencyAsync();

        (reply.Predict.Count, reply.BarToPrediction.Count).ShouldBe((1ul, (ulong)Minutes));
        reply.Predict.P99.ShouldNotBeNull();
        reply.BarToPrediction.P50.ToTimeSpan().ShouldBeLessThanOrEqualTo(reply.BarToPrediction.P99.ToTimeSpan());
    }

    private static float Read(Features.FeatureEngine engine, string feature)
    {
        var row = new float[Features.FeatureCatalogue.Schema.Count];
        engine.TryRead(Core.Pair.Parse("USDJPY"), row).ShouldBeTrue();
        return row[Features.FeatureCatalogue.Schema.IndexOf(feature)];
    }

    private async Task SendAsync()
    {
        using var call = new Bars.BarsClient(_server.Channel).Ingest();
        foreach (var minute in Live)
        {
            await call.RequestStream.WriteAsync(new IngestRequest { Bars = { minute.Bars.ToArray().Select(bar => BarMessages.Of(bar)) } });
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).Acknowledged.ShouldBe((ulong)(Minutes * Core.Pair.Count));
    }
}
