using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Tests.Load;

public sealed class OpenLoopTests
{
    private const long Millisecond = 1_000_000;
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_InstantCalls_SendsAllOnTime()
    {
        var pacer = new ManualPacer();
        var sentAt = new List<long>();
        var report = await new OpenLoop(pacer, new ArrivalSchedule(10, OneSecond), 100).RunAsync(
            (_, _) =>
            {
                sentAt.Add(pacer.Elapsed / Millisecond);
                return Task.FromResult(CallOutcome.Success);
            },
            TestContext.Current.CancellationToken);

        sentAt.ShouldBe([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
        report.Succeeded.ShouldBe(10);
        report.Failed.ShouldBe(0);
        report.Latency.Max.ShouldBe(0);
    }

    /// <summary>
    /// The generator itself stalls for 500 ms in the third call. Measured from when it was sent, only that call is slow;
    /// measured from when they were due, so are the five that queued behind it: 500, 400, 300, 200, 100 and 0 ms.
    /// </summary>
    [Fact]
    public async Task Run_OneStall_ShowsInEveryCallThatItDelayed()
    {
        var pacer = new ManualPacer();
        var report = await new OpenLoop(pacer, new ArrivalSchedule(10, OneSecond), 100).RunAsync(
            (index, _) =>
            {
                if (index == 2)
                {
                    pacer.Advance(500 * Millisecond);
                }

                return Task.FromResult(CallOutcome.Success);
            },
            TestContext.Current.CancellationToken);

        report.Succeeded.ShouldBe(10);
        report.Latency.Max.ShouldBe(500_000);
        AtMost(report, 0).ShouldBe(5);
        AtMost(report, 100 * Millisecond).ShouldBe(6);
        AtMost(report, 400 * Millisecond).ShouldBe(9);
    }

    [Fact]
    public async Task Run_SlowAnswers_DoNotHoldBackTheNextArrivals()
    {
        var pacer = new ManualPacer();
        var answers = new List<TaskCompletionSource<CallOutcome>>();
        var run = new OpenLoop(pacer, new ArrivalSchedule(5, OneSecond), 100).RunAsync(
            (_, _) =>
            {
                var answer = new TaskCompletionSource<CallOutcome>();
                answers.Add(answer);
                if (answers.Count == 5)
                {
                    pacer.Advance(200 * Millisecond);
                    answers.ForEach(open => open.SetResult(CallOutcome.Success));
                }

                return answer.Task;
            },
            TestContext.Current.CancellationToken);

        var report = await run;
        report.Succeeded.ShouldBe(5);
        report.Latency.Max.ShouldBe(1_000_000);
        report.Elapsed.ShouldBe(OneSecond);
    }

    [Fact]
    public async Task Run_MoreOpenThanAllowed_CountsTheRestAsNotSent()
    {
        var release = new TaskCompletionSource<CallOutcome>();
        var sent = 0;
        var pacer = new ManualPacer();
        var run = new OpenLoop(pacer, new ArrivalSchedule(10, OneSecond), maxInFlight: 3).RunAsync(
            (_, _) =>
            {
                Interlocked.Increment(ref sent);
                return release.Task;
            },
            TestContext.Current.CancellationToken);
        while (pacer.Elapsed < 900 * Millisecond)
        {
            await Task.Yield();
        }

        release.SetResult(CallOutcome.Success);
        var report = await run;
        sent.ShouldBe(3);
        report.Succeeded.ShouldBe(3);
        report.Failures.ShouldBe(new Dictionary<string, long> { [OpenLoop.NotSent] = 7 });
    }

    [Fact]
    public async Task Run_Failures_AreCountedByStatusAndKeptOutOfTheLatencies()
    {
        var report = await new OpenLoop(new ManualPacer(), new ArrivalSchedule(9, OneSecond), 100).RunAsync(
            (index, _) => Task.FromResult(index % 3 == 0 ? new CallOutcome("UNAVAILABLE") : CallOutcome.Success),
            TestContext.Current.CancellationToken);
        report.Succeeded.ShouldBe(6);
        report.Failed.ShouldBe(3);
        report.Failures.ShouldBe(new Dictionary<string, long> { ["UNAVAILABLE"] = 3 });
    }

    [Fact]
    public async Task Run_LatePacer_ReportsItsLatenessAndCountsItInTheLatency()
    {
        var pacer = new ManualPacer { Lateness = 50_000 };
        var report = await new OpenLoop(pacer, new ArrivalSchedule(100, OneSecond), 100).RunAsync(
            (_, _) => Task.FromResult(CallOutcome.Success), TestContext.Current.CancellationToken);
        report.Pacing.Max.ShouldBe(50);
        report.Latency.Max.ShouldBe(50);
    }

    [Fact]
    public async Task Run_Cancelled_StopsSendingAndEndsWhenTheOpenCallsDo()
    {
        using var cancellation = new CancellationTokenSource();
        var report = await new OpenLoop(new ManualPacer(), new ArrivalSchedule(1_000, OneSecond), 100).RunAsync(
            async (index, token) =>
            {
                if (index == 4)
                {
                    await cancellation.CancelAsync();
                }

                return CallOutcome.Success;
            },
            cancellation.Token);
        report.Succeeded.ShouldBe(5);
    }

    private static long AtMost(LoadReport report, long nanoseconds)
    {
        var count = 0L;
        for (var rank = 1; rank <= report.Succeeded; rank++)
        {
            if (report.Latencies.ValueAt((double)rank / report.Succeeded) <= nanoseconds * 1.001)
            {
                count = rank;
            }
        }

        return count;
    }
}
