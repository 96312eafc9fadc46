using Bqx.Benching.Machine;
using Bqx.LoadTests.Peers;

namespace Bqx.LoadTests.Tests.Peers;

/// <summary>The talk with a server process, played by a shell.</summary>
public sealed class PeerProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OtherLinesFirst_WaitsForThePort()
    {
        await using var peer = await ShellAsync("echo starting; echo 'listening soon'; echo listening 4711; cat");
        peer.Port.ShouldBe(4711);
    }

    [Fact]
    public async Task Start_AProcessThatEnds_SaysWhichDidNotListen()
    {
        var fault = await Should.ThrowAsync<BenchException>(() => ShellAsync("echo bye"));
        fault.Message.ShouldStartWith("sh -c echo bye did not listen");
    }

    [Fact]
    public async Task Start_Cancelled_EndsTheProcess()
    {
        using var cancellation = new CancellationTokenSource();
        var start = PeerProcess.StartAsync("sh", ["-c", "exec cat"], cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Allocated_EachQuestion_IsAnsweredWithTheNextTotal()
    {
        await using var peer = await ShellAsync(
            "echo listening 1; read line; echo allocated 100; read line; echo noise; echo allocated 250; cat");
        (await peer.AllocatedAsync(Cancellation)).ShouldBe(100);
        (await peer.AllocatedAsync(Cancellation)).ShouldBe(250);
    }

    [Fact]
    public async Task Allocated_AServerThatEnded_IsAnError()
    {
        await using var peer = await ShellAsync("echo listening 1; read line; exit 3");
        var fault = await Should.ThrowAsync<BenchException>(() => peer.AllocatedAsync(Cancellation));
        fault.Message.ShouldBe("A server ended before it said 'allocated'.");
    }

    private static Task<PeerProcess> ShellAsync(string script) => PeerProcess.StartAsync("sh", ["-c", script], Cancellation);
}
