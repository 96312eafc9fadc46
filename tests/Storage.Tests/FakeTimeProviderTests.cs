using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Advance_MovesClockAndTimestamp()
    {
        var before = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromSeconds(90));

        _time.GetUtcNow().ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(90));
        _time.GetElapsedTime(before).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Advance_FiresTimersInOrderEachAtItsTime()
    {
        var fired = new List<string>();
        using var late = _time.CreateTimer(_ => fired.Add($"late {_time.GetUtcNow():ss}"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var every = _time.CreateTimer(_ => fired.Add($"every {_time.GetUtcNow():ss}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(5));

        fired.ShouldBe(["every 02", "late 03", "every 04"]);
    }

    [Fact]
    public async Task Delay_CompletesWhenItsTimeHasCome()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _time, TestContext.Current.CancellationToken);
        await _time.WhenTimersAsync(1);

        _time.Advance(TimeSpan.FromSeconds(59));
        delay.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void Disposed_Timer_DoesNotFire()
    {
        var fired = false;
        _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        fired.ShouldBeFalse();
    }
}
