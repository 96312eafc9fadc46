using Bqx.Server.Admission;
using Bqx.TestKit;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Admission;

public sealed class InferenceGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Enter_PlacesFree_RunAtOnceAndTheRestWait()
    {
        var gate = Gate(places: 2);
        var calls = Enumerable.Range(0, 3).Select(_ => Enter(gate, CallPriority.Inference)).ToList();

        calls.Select(call => call.IsCompleted).ShouldBe([true, true, false]);
        gate.Leave(CallPriority.Inference, _time.GetTimestamp());
        (await calls[2]).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        gate.Running.ShouldBe(2);
    }

    [Fact]
    public async Task Leave_BothWait_InferenceGoesBeforeTheBackground()
    {
        var gate = Gate(places: 1);
        Enter(gate, CallPriority.Inference).IsCompleted.ShouldBeTrue();
        var background = Enter(gate, CallPriority.Background);
        var first = Enter(gate, CallPriority.Inference);
        var second = Enter(gate, CallPriority.Inference);

        foreach (var next in new[] { first, second, background })
        {
            next.IsCompleted.ShouldBeFalse();
            gate.Leave(CallPriority.Inference, _time.GetTimestamp());
            (await next).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        }
    }

    [Fact]
    public void Enter_Background_NeverHasMoreThanItsShare()
    {
        var gate = Gate(places: 4, background: 1);

        Enter(gate, CallPriority.Background).IsCompleted.ShouldBeTrue();
        Enter(gate, CallPriority.Background).IsCompleted.ShouldBeFalse();
        Enter(gate, CallPriority.Inference).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Enter_QueueFull_IsRefusedWithTheWaitOfThoseAhead()
    {
        var gate = Gate(places: 1, queue: 2);
        await TakeAsync(gate, TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 3; i++)
        {
            _ = Enter(gate, CallPriority.Inference);
        }

        // Two wait, and the one that would come after them: three times ten milliseconds.
        (await Enter(gate, CallPriority.Inference)).ShouldBe(new AdmissionVerdict(AdmissionOutcome.QueueFull, TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public async Task Enter_DeadlineBeforeItsTurn_IsRefusedAtOnce()
    {
        var gate = Gate(places: 1);
        await TakeAsync(gate, TimeSpan.FromMilliseconds(10));
        _ = Enter(gate, CallPriority.Inference);

        // Ten milliseconds until its turn, ten for the call itself.
        (await Enter(gate, CallPriority.Inference, TimeSpan.FromMilliseconds(19))).Outcome.ShouldBe(AdmissionOutcome.TooLate);
        Enter(gate, CallPriority.Inference, TimeSpan.FromMilliseconds(20)).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Leave_WaitedPastItsDeadlineOrAborted_DoesNotRun()
    {
        var gate = Gate(places: 1);
        using var gone = new CancellationTokenSource();
        _ = Enter(gate, CallPriority.Inference);
        var late = Enter(gate, CallPriority.Inference, TimeSpan.FromSeconds(1));
        var aborted = gate.EnterAsync(CallPriority.Inference, long.MaxValue, gone.Token).AsTask();
        var next = Enter(gate, CallPriority.Inference);
        await gone.CancelAsync();
        var started = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));

        gate.Leave(CallPriority.Inference, started);

        (await late).Outcome.ShouldBe(AdmissionOutcome.Expired);
        (await aborted).Outcome.ShouldBe(AdmissionOutcome.Expired);
        (await next).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        gate.Running.ShouldBe(1);
    }

    [Fact]
    public async Task Enter_AlreadyExpiredOrAborted_HasNoPlace()
    {
        var gate = Gate(places: 1);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        (await Enter(gate, CallPriority.Inference, TimeSpan.Zero)).Outcome.ShouldBe(AdmissionOutcome.Expired);
        (await gate.EnterAsync(CallPriority.Inference, long.MaxValue, gone.Token)).Outcome.ShouldBe(AdmissionOutcome.Expired);
        gate.Running.ShouldBe(0);
    }

    [Fact]
    public async Task EnterAndLeave_ManyThreads_NeverMoreThanThePlacesAndAllAreServed()
    {
        var gate = Gate(places: 3, queue: 10_000);
        var (running, most, served) = (0, 0, 0);
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var priority = i % 3 == 0 ? CallPriority.Background : CallPriority.Inference;
            (await gate.EnterAsync(priority, long.MaxValue, default)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref served);
            gate.Leave(priority, _time.GetTimestamp());
        });

        served.ShouldBe(2_000);
        most.ShouldBeInRange(1, 3);
        gate.Running.ShouldBe(0);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private InferenceGate Gate(int places, int background = 1, int queue = 64) =>
        new(Options.Create(new AdmissionOptions { Concurrency = places, Background = background, Queue = queue }), _time);

    private Task<AdmissionVerdict> Enter(InferenceGate gate, CallPriority priority, TimeSpan? left = null) =>
        gate.EnterAsync(priority, left is { } time ? _time.GetTimestamp() + time.Ticks : long.MaxValue, default).AsTask();

    private async Task TakeAsync(InferenceGate gate, TimeSpan duration)
    {
        await Enter(gate, CallPriority.Inference);
        var started = _time.GetTimestamp();
        _time.Advance(duration);
        gate.Leave(CallPriority.Inference, started);
    }
}
