using Bqx.Benching.Machine;
using Bqx.LoadTests.Benches;
using Shouldly;

namespace Bqx.LoadTests.Tests.Servers;

/// <summary>The short forms of the benches that start a server with databases and a bundle of full size.</summary>
public sealed class BundledServerTests
{
    private static readonly string Root = RepositoryRoot.Find();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bar_FewMinutes_CountsEachOnce()
    {
        var outcome = await new BarBench(Root, _ => { }).RunAsync(
            new BarOptions { Minutes = 20, Rate = 10, Subscribers = 2 }, Cancellation);
        outcome.Figures["minutes"].ShouldBe(20);
        outcome.Figures["delivery_failed"].ShouldBe(0);
        outcome.Figures["publish_p99_ms"].ShouldBeGreaterThanOrEqualTo(outcome.Figures["publish_p50_ms"]);
    }

    [Fact]
    public async Task Soak_TwoSeconds_FailsNothing()
    {
        var outcome = await new SoakBench(Root, _ => { }).RunAsync(
            new SoakOptions { Duration = TimeSpan.FromSeconds(2), Rate = 100 }, Cancellation);
        outcome.Figures["requests"].ShouldBe(200);
        outcome.Figures["failed"].ShouldBe(0);
        outcome.Figures.Keys.ShouldContain("rss_slope_pct");
        outcome.Figures.Keys.ShouldContain("gen2_collections");
    }

    [Fact]
    public async Task Overload_OneSecond_HasEveryFigureThatIsPromised()
    {
        Tools.H2LoadTool.Require();
        var outcome = await new OverloadBench(Root, _ => { }).RunAsync(
            new OverloadOptions { Stretch = TimeSpan.FromSeconds(1) }, Cancellation);
        outcome.Figures["answered_per_second"].ShouldBeGreaterThan(0);
        outcome.Figures.Keys.ShouldContain("storm_expired_that_ran_pct");
        outcome.Ratios["goodput_over_peak"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Serve_OneShortRound_HasEveryFigureThatIsPromised()
    {
        Tools.H2LoadTool.Require();
        var outcome = await new ServeBench(Root, _ => { }).RunAsync(Benches.BriefOptions.Of(1, 32), Cancellation);
        outcome.LeftOut.ShouldBeEmpty();
        foreach (var key in (string[])["predict_rps_over_cpp_memory_c32", "predict_rps_over_cpp_infer_c32", "infer_rps_over_cpp_c32", "predict_p99_over_empty_c32"])
        {
            outcome.Ratios[key].ShouldBeGreaterThan(0);
        }

        foreach (var key in (string[])["server_overhead_p99_us", "ready_ms", "first_request_over_steady"])
        {
            outcome.Figures[key].ShouldBeGreaterThan(0);
        }
    }
}
