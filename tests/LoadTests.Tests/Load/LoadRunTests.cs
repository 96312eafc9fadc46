using Bqx.LoadTests.Load;
using Bqx.LoadTests.Tests.Fakes;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Load;

/// <summary>The generator over real connections to a server in this process.</summary>
public sealed class LoadRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FakeServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("predict", false)]
    [InlineData("predict-batch", false)]
    [InlineData("empty", false)]
    [InlineData("predict", true)]
    public async Task Run_ClosedLoop_CallsOverTcpAndUnixSocket(string method, bool unix)
    {
        using var connections = new Connections(unix ? _server.UnixAddress : _server.Address.AbsoluteUri, 1);
        var run = new LoadRun(connections, Request(LoadMethodNames.All[method]), TimeProvider.System)
        {
            Callers = 2,
            Duration = Short,
        };
        var (series, figures) = await run.RunAsync(TestContext.Current.CancellationToken);
        series.Name.ShouldBe(method);
        series.Concurrency.ShouldBe(2);
        series.P50.ShouldBeGreaterThan(0);
        figures["succeeded"].ShouldBeGreaterThan(0);
        figures["failed"].ShouldBe(0);
    }

    [Fact]
    public async Task Run_OpenLoop_SendsExactlyTheArrivalsOfItsRate()
    {
        using var connections = new Connections(_server.Address.AbsoluteUri, 1);
        var run = new LoadRun(connections, Request(LoadMethod.Predict), TimeProvider.System) { Rate = 500, Duration = Short };
        var (series, figures) = await run.RunAsync(TestContext.Current.CancellationToken);
        series.Name.ShouldBe("predict_at_500");
        figures["succeeded"].ShouldBe(100);
        figures["offered_per_second"].ShouldBe(500);
        figures.Keys.ShouldContain("pacing_p99_us");
    }

    [Fact]
    public async Task Run_WithAWarmUp_DoesNotCountIt()
    {
        using var connections = new Connections(_server.Address.AbsoluteUri, 1);
        var run = new LoadRun(connections, Request(LoadMethod.Predict), TimeProvider.System)
        {
            Rate = 100,
            Duration = Short,
            WarmUp = Short,
        };
        var (_, figures) = await run.RunAsync(TestContext.Current.CancellationToken);
        figures["succeeded"].ShouldBe(20);
        _server.State.PairsAsked.Count.ShouldBe(40);
    }

    [Fact]
    public async Task Run_SeveralPairsAndConnections_TakesBothInTurn()
    {
        using var connections = new Connections(_server.Address.AbsoluteUri, 3);
        var request = Request(LoadMethod.Predict) with { Pairs = ["EURUSD", "USDJPY"] };
        await new LoadRun(connections, request, TimeProvider.System) { Rate = 300, Duration = Short }
            .RunAsync(TestContext.Current.CancellationToken);
        _server.State.PairsAsked.CountBy(pair => pair).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { ["EURUSD"] = 30, ["USDJPY"] = 30 }, ignoreOrder: true);
        _server.State.ConnectionsSeen.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Run_CallsThatFail_AreCountedByGrpcStatus()
    {
        using var connections = new Connections(_server.Address.AbsoluteUri, 1);
        var request = Request(LoadMethod.Predict) with { Pairs = ["EURUSD", FakeState.BadPair] };
        var (_, figures) = await new LoadRun(connections, request, TimeProvider.System) { Rate = 100, Duration = Short }
            .RunAsync(TestContext.Current.CancellationToken);
        figures["succeeded"].ShouldBe(10);
        figures["failed"].ShouldBe(10);
        figures["failed_not_found"].ShouldBe(10);
    }

    [Fact]
    public async Task Run_NobodyListens_CountsUnavailable()
    {
        using var connections = new Connections($"unix:{Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}", 1);
        var (_, figures) = await new LoadRun(connections, Request(LoadMethod.Empty), TimeProvider.System) { Rate = 20, Duration = Short }
            .RunAsync(TestContext.Current.CancellationToken);
        figures["succeeded"].ShouldBe(0);
        figures["failed_unavailable"].ShouldBe(4);
    }

    [Fact]
    public async Task Run_Subscribe_MeasuresTheAgeOfEverySnapshotButTheFirst()
    {
        var published = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(5));
        for (var sequence = 1UL; sequence <= 3; sequence++)
        {
            var prediction = new PairPrediction { Pair = "EURUSD", PublishedAt = published };
            await _server.State.Snapshots.Writer.WriteAsync(new SubscribeReply
            {
                Sequence = sequence,
                Conflated = sequence - 1,
                Predictions = { new PredictReply { Prediction = prediction } },
            });
        }

        using var connections = new Connections(_server.Address.AbsoluteUri, 1);
        var (series, figures) = await new LoadRun(connections, Request(LoadMethod.Subscribe), TimeProvider.System)
        {
            Duration = TimeSpan.FromSeconds(1),
        }.RunAsync(TestContext.Current.CancellationToken);
        figures["messages"].ShouldBe(3);
        figures["conflated"].ShouldBe(3);
        figures["succeeded"].ShouldBe(2);
        figures["failed"].ShouldBe(0);
        series.P50.ShouldBeInRange(5_000_000, 8_000_000);
    }

    [Fact]
    public async Task Run_SubscribeEndedByTheServer_IsAFailure()
    {
        _server.State.Snapshots.Writer.Complete();
        using var connections = new Connections(_server.Address.AbsoluteUri, 1);
        var (_, figures) = await new LoadRun(connections, Request(LoadMethod.Subscribe), TimeProvider.System)
        {
            Callers = 2,
            Duration = TimeSpan.FromSeconds(10),
        }.RunAsync(TestContext.Current.CancellationToken);
        figures["failed_ended_by_server"].ShouldBe(2);
    }

    private static LoadRequest Request(LoadMethod method) => new(method, ["EURUSD"], "", TimeSpan.FromSeconds(5));
}
