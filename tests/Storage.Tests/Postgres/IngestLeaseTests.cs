using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedIngestLeaseTests(PostgresFixture fixture) : IngestLeaseTests(fixture, PostgresEngine.Embedded);

public sealed class DebianIngestLeaseTests(PostgresFixture fixture) : IngestLeaseTests(fixture, PostgresEngine.Debian);

public abstract class IngestLeaseTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Acquire_Second_WaitsUntilTheFirstGivesUp()
    {
        var first = await Storage.AcquireIngestAsync(Stop);
        var second = Storage.AcquireIngestAsync(Stop);
        await WaitsAsync();
        second.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();

        await using var held = await second.WaitAsync(Patience, Stop);
        held.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Acquire_CancelledWhileWaiting_LeavesTheQueue()
    {
        var first = await Storage.AcquireIngestAsync(Stop);
        using var cancel = new CancellationTokenSource();
        var second = Storage.AcquireIngestAsync(cancel.Token);
        await WaitsAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();
        await using var third = await Storage.AcquireIngestAsync(Stop).WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Held_ConnectionCut_FiresLost()
    {
        await using var lease = await Storage.AcquireIngestAsync(Stop);
        var lost = new TaskCompletionSource();
        await using var _ = lease.Lost.Register(lost.SetResult);

        await CutAsync();

        await lost.Task.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Write_ByAHolderThatHasLostTheLeaseUnawares_IsRefusedAndChangesNothing()
    {
        var bar = Bar(EurUsd, At(2041, 1, 2));
        await using var later = PostgresStorage.Open(await ConnectAsync());
        await using var old = await Storage.AcquireIngestAsync(Stop);
        await Storage.Bars.WriteAsync(new[] { bar }, Stop);
        await CutAsync();
        await using var held = await later.AcquireIngestAsync(Stop).WaitAsync(Patience, Stop);
        held.Epoch.ShouldBeGreaterThan(old.Epoch);

        var refused = await Should.ThrowAsync<FaultException>(() => Storage.Bars.WriteAsync(new[] { bar with { CloseTicks = 5 } }, Stop));

        refused.Fault.ShouldBe(Fault.StorageUnavailable);
        refused.Message.ShouldStartWith("Another server takes bars now");
        (await ScalarAsync("select close from bqx.m1 where pair = 'EURUSD' and ts = '2041-01-02 00:00Z'")).ShouldBe(bar.CloseTicks);
        await later.Bars.WriteAsync(new[] { bar with { CloseTicks = bar.CloseTicks + 1 } }, Stop);
        (await ScalarAsync("select close from bqx.m1 where pair = 'EURUSD' and ts = '2041-01-02 00:00Z'")).ShouldBe(bar.CloseTicks + 1);
    }

    [Fact]
    public async Task Held_BySomebodyWhoHasFallenSilent_PassesToTheNext()
    {
        var silent = new LeaseTimes(Check: Timeout.InfiniteTimeSpan, Silence: TimeSpan.FromMilliseconds(100));
        await using var later = PostgresStorage.Open(await ConnectAsync());
        await using var stopped = await Storage.AcquireIngestAsync(silent, Stop);
        var lost = new TaskCompletionSource();
        await using var _ = stopped.Lost.Register(lost.SetResult);

        await using var held = await later.AcquireIngestAsync(Stop).WaitAsync(Patience, Stop);

        held.Epoch.ShouldBeGreaterThan(stopped.Epoch);
        await lost.Task.WaitAsync(Patience, Stop);
    }

    private Task CutAsync() => ScalarAsync(
        $"select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and objid = {AdvisoryLocks.Ingest} and granted "
        + "and database = (select oid from pg_database where datname = current_database())");

    // Until PostgreSQL says that somebody waits for the lock.
    private async Task WaitsAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((long)(await ScalarAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted "
            + "and database = (select oid from pg_database where datname = current_database())"))! == 0)
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
