using Bqx.LoadTests.Benches;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Tests.Servers;

/// <summary>The benches against the real server with everything in memory, for a moment.</summary>
public sealed class StartedServerTests : IAsyncLifetime
{
    private StartedServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await StartedServer.StartAsync(new ServerStart(RepositoryRoot.Find()), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Swap_AFewSwaps_FailsNoRequest()
    {
        var outcome = await new SwapBench(_server, _ => { }) { WarmUp = TimeSpan.FromMilliseconds(500) }.RunAsync(
            new SwapOptions { Swaps = 4, Rounds = 1, Rate = 200, Connections = 2 }, TestContext.Current.CancellationToken);
        outcome.Figures["swaps"].ShouldBe(4);
        outcome.Figures["requests"].ShouldBe(400);
        outcome.Figures["failed"].ShouldBe(0);
        outcome.Figures.Keys.ShouldContain("rss_slope_pct");
    }

    [Fact]
    public async Task Serve_OneShortRound_HasEveryFigureThatIsBounded()
    {
        Tools.H2LoadTool.Require();
        var outcome = await new ServeBench(RepositoryRoot.Find(), _ => { }).RunAsync(
            _server, Benches.BriefOptions.Of(1, 8, 32), TestContext.Current.CancellationToken);
        outcome.Ratios.Keys.ShouldBe(
            [
                "predict_p99_over_empty_c1", "predict_p99_over_empty_c8", "predict_p99_over_empty_c32",
                "predict_rps_over_empty_c1", "predict_rps_over_empty_c8", "predict_rps_over_empty_c32",
            ],
            ignoreOrder: true);
        outcome.Figures["alloc_bytes_per_predict"].ShouldBeGreaterThan(0);
    }
}
