using Bqx.LoadTests.Benches;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Measuring;
using Bqx.LoadTests.Servers;
using Bqx.LoadTests.Tests.Fakes;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Benches;

public sealed class ServeBenchTests
{
    private static readonly BenchOptions Short = BriefOptions.Of(1, 8);

    [Fact]
    public void Ratios_EveryConcurrency_ComparesPredictWithTheEmptyCall()
    {
        var table = new RoundTable();
        table.Add(ServeBench.Predict, 8, 90, new LatencySummary(1, 1, 110, 1, 1));
        table.Add(ServeBench.Empty, 8, 100, new LatencySummary(1, 1, 100, 1, 1));
        var ratios = ServeBench.Ratios(table, [8]);
        ratios.Count.ShouldBe(2);
        ratios["predict_p99_over_empty_c8"].ShouldBe(1.1, 1e-12);
        ratios["predict_rps_over_empty_c8"].ShouldBe(0.9, 1e-12);
    }

    [Fact]
    public void Figures_SeveralConcurrencies_ReportTheWorstAllocation()
    {
        var table = new RoundTable();
        foreach (var (streams, bytes) in (ReadOnlySpan<(int, double)>)[(1, 700), (8, 900), (32, 800)])
        {
            table.SetAllocated(ServeBench.Predict, streams, bytes);
            table.SetAllocated(ServeBench.Empty, streams, bytes / 2);
        }

        var figures = ServeBench.Figures(table, new BenchOptions(5, TimeSpan.FromSeconds(2), [1, 8, 32]));
        figures["alloc_bytes_per_predict"].ShouldBe(900);
        figures["alloc_bytes_per_empty"].ShouldBe(450);
        figures["rounds"].ShouldBe(5);
    }

    [Fact]
    public async Task Run_AgainstAServer_FillsEverySeries()
    {
        Tools.H2LoadTool.Require();
        await using var server = await FakeServer.StartAsync(TestContext.Current.CancellationToken);
        var outcome = await new ServeBench("", _ => { }).RunAsync(server, Short, TestContext.Current.CancellationToken);
        outcome.Series.Select(row => (row.Name, row.Concurrency)).ShouldBe(
            [("predict", 1), ("empty", 1), ("predict", 8), ("empty", 8)]);
        outcome.Series.ShouldAllBe(row => row.Rps > 0 && row.P50 > 0 && row.P999 >= row.P50 && row.AllocBytes > 0);
    }

    [Fact]
    public async Task Run_PredictThatAnswersAnError_IsRefusedBeforeItIsMeasured()
    {
        Tools.H2LoadTool.Require();
        await using var server = await FakeServer.StartAsync(TestContext.Current.CancellationToken);
        server.State.Failure = new Status(StatusCode.Unavailable, "nothing is published");
        var fault = await Should.ThrowAsync<BenchException>(
            new ServeBench("", _ => { }).RunAsync(server, Short, TestContext.Current.CancellationToken));
        fault.Message.ShouldBe(
            "predict answers HTTP 200, grpc-status 14 nothing is published; 200 and 0 are expected.");
    }

    [Fact]
    public async Task Allocated_FromARunningServer_IsWhatItsDiagnosticsSay()
    {
        await using var server = await FakeServer.StartAsync(TestContext.Current.CancellationToken);
        await using var running = new RunningServer(server.Address, server.Admin);
        (await ((IServerUnderTest)running).AllocatedAsync(TestContext.Current.CancellationToken)).ShouldBe(FakeDiagnostics.Allocated);
    }
}
