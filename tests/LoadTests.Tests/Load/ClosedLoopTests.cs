using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Tests.Load;

public sealed class ClosedLoopTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public async Task Run_OneCaller_SendsTheNextCallWhenTheLastHasEnded()
    {
        var pacer = new ManualPacer();
        var report = await new ClosedLoop(pacer, 1, TimeSpan.FromMilliseconds(100)).RunAsync(
            (_, _) =>
            {
                pacer.Advance(10 * Millisecond);
                return Task.FromResult(CallOutcome.Success);
            },
            TestContext.Current.CancellationToken);
        report.Succeeded.ShouldBe(10);
        report.Latency.Max.ShouldBe(10_000);
        report.PerSecond.ShouldBe(100, 1e-9);
    }

    [Fact]
    public async Task Run_SeveralCallers_KeepsThatManyCallsOpen()
    {
        var pacer = new ManualPacer();
        var (open, most) = (0, 0);
        var all = new TaskCompletionSource();
        await new ClosedLoop(pacer, 4, TimeSpan.FromMilliseconds(1)).RunAsync(
            async (_, _) =>
            {
                var now = Interlocked.Increment(ref open);
                if (now == 4)
                {
                    most = now;
                    pacer.Advance(2 * Millisecond);
                    all.SetResult();
                }

                await all.Task;
                Interlocked.Decrement(ref open);
                return CallOutcome.Success;
            },
            TestContext.Current.CancellationToken);
        most.ShouldBe(4);
        open.ShouldBe(0);
    }

    [Fact]
    public async Task Run_Calls_AreNumberedFromZeroWithoutGaps()
    {
        var pacer = new ManualPacer();
        var seen = new List<long>();
        await new ClosedLoop(pacer, 1, TimeSpan.FromMilliseconds(3)).RunAsync(
            (index, _) =>
            {
                seen.Add(index);
                pacer.Advance(Millisecond);
                return Task.FromResult(CallOutcome.Success);
            },
            TestContext.Current.CancellationToken);
        seen.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Run_FailedCalls_AreCountedByStatus()
    {
        var pacer = new ManualPacer();
        var report = await new ClosedLoop(pacer, 1, TimeSpan.FromMilliseconds(4)).RunAsync(
            (index, _) =>
            {
                pacer.Advance(Millisecond);
                return Task.FromResult(index % 2 == 0 ? CallOutcome.Success : new CallOutcome("NOT_FOUND"));
            },
            TestContext.Current.CancellationToken);
        report.Succeeded.ShouldBe(2);
        report.Failures["NOT_FOUND"].ShouldBe(2);
    }
}
