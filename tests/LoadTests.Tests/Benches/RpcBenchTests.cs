using Bqx.LoadTests.Benches;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tests.Benches;

public sealed class RpcBenchTests
{
    [Fact]
    public void Ratios_SeveralCppServers_TakeTheBestOfThem()
    {
        var table = new RoundTable();
        Add(table, RpcBench.Empty, 1, (30_000, 30), (33_000, 33), (36_000, 36));
        Add(table, RpcBench.Bare, 1, (40_000, 25), (40_000, 25), (40_000, 25));
        Add(table, "cpp_cq_1_thread", 1, (10_000, 60), (11_000, 66), (12_000, 72));
        Add(table, "cpp_callback", 1, (15_000, 100), (16_500, 100), (18_000, 100));

        var ratios = RpcBench.Ratios(table, [1]);
        ratios["empty_rps_over_cpp_c1"].ShouldBe(2, 1e-12);
        ratios["empty_p50_over_cpp_c1"].ShouldBe(0.5, 1e-12);
        ratios["empty_rps_over_bare_c1"].ShouldBe(33.0 / 40, 1e-12);
    }

    [Fact]
    public void Ratios_EveryConcurrency_HasItsOwnKeys()
    {
        var table = new RoundTable();
        foreach (var streams in (int[])[32, 64])
        {
            Add(table, RpcBench.Empty, streams, (200, 1));
            Add(table, RpcBench.Bare, streams, (200, 1));
            Add(table, "cpp_callback", streams, (100, 1));
        }

        RpcBench.Ratios(table, [32, 64]).Keys.ShouldBe(
            [
                "empty_rps_over_bare_c32", "empty_rps_over_cpp_c32", "empty_p50_over_cpp_c32",
                "empty_rps_over_bare_c64", "empty_rps_over_cpp_c64", "empty_p50_over_cpp_c64",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Ratios_NoCppServer_LeavesItsKeysOut()
    {
        var table = new RoundTable();
        Add(table, RpcBench.Empty, 32, (100, 1));
        Add(table, RpcBench.Bare, 32, (200, 1));
        RpcBench.Ratios(table, [32]).ShouldBe(new Dictionary<string, double> { ["empty_rps_over_bare_c32"] = 0.5 });
    }

    private static void Add(RoundTable table, string name, int streams, params (double PerSecond, double P50)[] rounds)
    {
        foreach (var (perSecond, p50) in rounds)
        {
            table.Add(name, streams, perSecond, new LatencySummary(p50, p50, p50, p50, p50));
        }
    }
}
