using Bqx.LoadTests.Benches;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Benches;

/// <summary>The real processes, for a moment: bare Kestrel and our transport, and the C++ servers where they can be built.</summary>
public sealed class RpcBenchRunTests
{
    [Fact]
    public async Task Run_OneShortRound_MeasuresEveryServerThatCanBeHad()
    {
        Tools.H2LoadTool.Require();
        var bench = new RpcBench(RepositoryRoot.Find(), _ => { });
        var outcome = await bench.RunAsync(BriefOptions.Of(1), TestContext.Current.CancellationToken);
        var names = outcome.Series.Select(row => row.Name).ToArray();
        names.ShouldContain(RpcBench.Bare);
        names.ShouldContain(RpcBench.Empty);
        names.Length.ShouldBe(outcome.LeftOut.Count == 0 ? 5 : 2);
        outcome.LeftOut.ShouldAllBe(text => text.Contains("apt-get install"));
        outcome.Ratios["empty_rps_over_bare_c1"].ShouldBeGreaterThan(0);
        outcome.Series.Single(row => row.Name == RpcBench.Empty).AllocBytes.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }
}
