using Bqx.Benching.Machine;
using Bqx.LoadTests.Tests.Fakes;
using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Tests.Tools;

/// <summary>The real h2load against the server in this process.</summary>
public sealed class H2LoadTests : IAsyncLifetime
{
    private readonly FrameFiles _frames = new();
    private FakeServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BenchTarget Empty => new("empty", new Uri(_server.Address, "/bqx.v1.Diagnostics/Empty"), _frames.Write(GrpcFrame.Of([])));

    public async ValueTask InitializeAsync() => _server = await FakeServer.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _frames.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Counted_ANumberOfRequests_SendsExactlyThose(int streams)
    {
        H2LoadTool.Require();
        var run = await new H2Load().CountedAsync(Empty, streams, 250, Cancellation);
        run.Requests.ShouldBe(250);
        run.Succeeded.ShouldBe(250);
        run.PerSecond.ShouldBeGreaterThan(0);
        run.Bytes.ShouldBeGreaterThan(250 * 5);
    }

    [Fact]
    public async Task Latency_AShortRun_ReadsPercentilesAndLeavesNoLogBehind()
    {
        H2LoadTool.Require();
        var latency = await new H2Load().LatencyAsync(Empty, 4, TimeSpan.FromMilliseconds(200), Cancellation);
        latency.P50.ShouldBeGreaterThan(0);
        latency.P95.ShouldBeInRange(latency.P50, latency.P99);
        latency.P999.ShouldBeInRange(latency.P99, latency.Max);
    }

    [Fact]
    public async Task Throughput_NobodyListens_IsAnError()
    {
        H2LoadTool.Require();
        var target = Empty with { Uri = new Uri("http://127.0.0.1:1/") };
        await Should.ThrowAsync<BenchException>(
            () => new H2Load().ThroughputAsync(target, 1, TimeSpan.FromMilliseconds(200), Cancellation));
    }
}
