using Bqx.Benching.Machine;
using Bqx.Benching.Results;
using Bqx.LoadTests.Benches;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Tests.Fakes;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Benches;

public sealed class SwapBenchTests : IAsyncLifetime
{
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FakeServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Run_TwoRounds_PromotesBackAndForthUnderLoad()
    {
        var outcome = await RunAsync();
        _server.State.Promoted.ShouldBe(
            ["production baseline@1", "production baseline@2", "production baseline@1"]);
        outcome.Figures["swaps"].ShouldBe(3);
        outcome.Figures["failed"].ShouldBe(0);
        outcome.Figures["requests"].ShouldBe(400);
        outcome.Ratios.Keys.ShouldBe(["p99_over_steady"]);
        outcome.Series.Select(row => row.Name).ShouldBe([SwapBench.Steady, SwapBench.Swapping]);
    }

    [Fact]
    public async Task Run_RequestsThatFail_AreCounted()
    {
        _server.State.Failure = new Status(StatusCode.Unavailable, "nothing is published");
        var outcome = await RunAsync();
        outcome.Figures["failed"].ShouldBe(400);
        outcome.Figures["requests"].ShouldBe(400);
    }

    [Fact]
    public async Task Run_APromotionThatIsRefused_EndsTheBenchWithTheReason()
    {
        _server.State.Promotion = new Status(StatusCode.FailedPrecondition, "model.onnx: hash differs");
        var fault = await Should.ThrowAsync<BenchException>(RunAsync);
        fault.Message.ShouldBe("Promoting baseline@1 to 'production' ended with FAILED_PRECONDITION: model.onnx: hash differs");
    }

    [Fact]
    public void Ratios_Rounds_TakesTheMedianOfTheirRatios()
    {
        var table = new RoundTable();
        foreach (var (steady, swapping) in (ReadOnlySpan<(double, double)>)[(100, 110), (100, 900), (200, 240)])
        {
            table.Add(SwapBench.Steady, 0, 1, new LatencySummary(0, 0, steady, 0, 0));
            table.Add(SwapBench.Swapping, 0, 1, new LatencySummary(0, 0, swapping, 0, 0));
        }

        SwapBench.Ratios(table)["p99_over_steady"].ShouldBe(1.2, 1e-12);
    }

    [Theory]
    [InlineData(200, 5, 40, 10)]
    [InlineData(201, 5, 41, 10.25)]
    [InlineData(4, 1, 4, 1)]
    public void Options_Swaps_AreSpreadFourASecond(int swaps, int rounds, int perRound, double seconds)
    {
        var options = new SwapOptions { Swaps = swaps, Rounds = rounds };
        options.SwapsPerRound.ShouldBe(perRound);
        options.Stretch.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    private Task<BenchOutcome> RunAsync() => new SwapBench(_server, _ => { }) { WarmUp = TimeSpan.FromMilliseconds(100) }.RunAsync(
        new SwapOptions { Swaps = 3, Rounds = 2, Rate = 200, Connections = 1 }, TestContext.Current.CancellationToken);
}
