using Bqx.LoadTests.Benches;
using Bqx.LoadTests.Measuring;
using Bqx.Benching.Results;

namespace Bqx.LoadTests.Tests.Benches;

public sealed class RoundTableTests
{
    [Fact]
    public void Series_ThreeRounds_ReportsMediansOfEachColumn()
    {
        var table = new RoundTable();
        table.Add("a", 8, 100, new LatencySummary(1, 20, 300, 4_000, 9));
        table.Add("a", 8, 300, new LatencySummary(3, 10, 100, 6_000, 9));
        table.Add("a", 8, 200, new LatencySummary(2, 30, 200, 5_000, 9));
        table.SetAllocated("a", 8, 512);
        table.Series().ShouldBe([new BenchSeries("a", 8, 200, 2, 20, 200, 5_000, 512)]);
    }

    [Fact]
    public void Series_SeveralCells_KeepsTheOrderOfTheRun()
    {
        var table = new RoundTable();
        var latency = new LatencySummary(1, 1, 1, 1, 1);
        table.Add("b", 1, 1, latency);
        table.Add("a", 1, 1, latency);
        table.Add("b", 32, 1, latency);
        table.Add("b", 1, 1, latency);
        table.Series().Select(row => (row.Name, row.Concurrency)).ShouldBe([("b", 1), ("a", 1), ("b", 32)]);
    }

    [Fact]
    public void Latency_OneCell_IsInRoundOrder()
    {
        var table = new RoundTable();
        table.Add("a", 1, 1, new LatencySummary(9, 0, 5, 0, 0));
        table.Add("a", 1, 1, new LatencySummary(4, 0, 7, 0, 0));
        table.Latency("a", 1, latency => latency.P99).ShouldBe([5, 7]);
        table.Has("a", 2).ShouldBeFalse();
        table.Allocated("a", 1).ShouldBeNull();
    }
}
