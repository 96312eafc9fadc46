using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class RedisGateTests
{
    private static readonly RedisCacheOptions Options = new() { MaxOutstanding = 2, BreakAfter = 4 };

    private readonly FakeTimeProvider _time = new();
    private readonly RedisGate _gate;

    public RedisGateTests() => _gate = new RedisGate(Options, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_Answered_GivesTheAnswerAndFreesItsPlace()
    {
        (await _gate.CallAsync("GET", () => Task.FromResult(7), 0, Stop)).ShouldBe(7);

        _gate.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_IsGivenUpButKeepsItsPlaceUntilItEnds()
    {
        var answer = new TaskCompletionSource<int>();
        var call = _gate.CallAsync("GET", () => answer.Task, -1, Stop).AsTask();
        _time.Advance(Options.Timeout);

        (await call).ShouldBe(-1);

        _gate.Outstanding.ShouldBe(1);
        answer.SetResult(7);
        _gate.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task Call_NoPlaceFree_IsRefusedAtOnceWithoutBeingMade()
    {
        var answer = new TaskCompletionSource<int>();
        var waiting = Enumerable.Range(0, 2).Select(_ => _gate.CallAsync("GET", () => answer.Task, -1, Stop).AsTask()).ToList();
        var made = false;

        (await _gate.CallAsync(
            "GET",
            () =>
            {
                made = true;
                return Task.FromResult(7);
            },
            -1,
            Stop)).ShouldBe(-1);

        made.ShouldBeFalse();
        answer.SetResult(1);
        (await Task.WhenAll(waiting)).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Call_FailuresInARow_OpenTheCircuit_UntilTheBreakIsOver()
    {
        for (var i = 0; i < Options.BreakAfter; i++)
        {
            (await _gate.CallAsync<int>("GET", () => throw new InvalidDataException("garbage"), -1, Stop)).ShouldBe(-1);
        }

        _gate.IsBroken.ShouldBeTrue();
        (await _gate.CallAsync("GET", () => Task.FromResult(7), -1, Stop)).ShouldBe(-1);

        _time.Advance(Options.BreakDuration);
        (await _gate.CallAsync("GET", () => Task.FromResult(7), -1, Stop)).ShouldBe(7);
        _gate.IsBroken.ShouldBeFalse();
    }

    [Fact]
    public async Task Call_CallerCancels_ThrowsAndIsNoFailure()
    {
        for (var i = 0; i < 10; i++)
        {
            using var cancel = new CancellationTokenSource();
            var answer = new TaskCompletionSource<int>();
            var call = _gate.CallAsync("GET", () => answer.Task, -1, cancel.Token).AsTask();
            await cancel.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(() => call);
            answer.SetResult(0);
        }

        _gate.IsBroken.ShouldBeFalse();
        _gate.Outstanding.ShouldBe(0);
    }
}
