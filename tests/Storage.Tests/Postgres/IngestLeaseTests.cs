using Bqx.Core;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedIngestLeaseTests(PostgresFixture fixture) : IngestLeaseTests(fixture, PostgresEngine.Embedded);

public sealed class DebianIngestLeaseTests(PostgresFixture fixture) : IngestLeaseTests(fixture, PostgresEngine.Debian);

public abstract class IngestLeaseTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Acquire_Second_WaitsUntilTheFirstGivesUp()
    {
        var first = await Storage.AcquireIngestAsync(Lease(), Stop);
        var told = new TaskCompletionSource<long>();
        var second = Storage.AcquireIngestAsync(Lease(epoch => told.TrySetResult(epoch)), Stop);
        (await told.Task.WaitAsync(Patience, Stop)).ShouldBe(first.Epoch);
        second.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();

        await using var held = await second.WaitAsync(Patience, Stop);
        held.Epoch.ShouldBe(first.Epoch + 1);
        held.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Acquire_CancelledWhileWaiting_LeavesTheQueue()
    {
        var first = await Storage.AcquireIngestAsync(Lease(), Stop);
        using var cancel = new CancellationTokenSource();
        var told = new TaskCompletionSource();
        var second = Storage.AcquireIngestAsync(Lease(_ => told.TrySetResult()), cancel.Token);
        await told.Task.WaitAsync(Patience, Stop);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();
        await using var third = await Storage.AcquireIngestAsync(Lease(), Stop).WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Held_ConnectionCut_FiresLostAndIsHadAgainWithTheNextEpoch()
    {
        await using var lease = await Storage.AcquireIngestAsync(Lease(), Stop);
        var lost = Lost(lease);

        await CutAsync();

        await lost.WaitAsync(Patience, Stop);
        await using var again = await Storage.AcquireIngestAsync(Lease(), Stop).WaitAsync(Patience, Stop);
        again.Epoch.ShouldBe(lease.Epoch + 1);
    }

    [Fact]
    public async Task Held_ByASmallPool_LeavesAllOfItToTheOthers()
    {
        var bar = Bar(EurUsd, At(2042, 1, 2));
        await using var small = PostgresStorage.Open($"{await ConnectAsync()};Maximum Pool Size=1;Timeout=2");
        await using var held = await small.AcquireIngestAsync(Lease(), Stop);

        await small.Bars.WriteAsync(new[] { bar }, Stop);

        (await ScalarAsync("select close from bqx.m1 where pair = 'EURUSD' and ts = '2042-01-02 00:00Z'")).ShouldBe(bar.CloseTicks);
    }

    [Fact]
    public async Task Write_ByAHolderThatHasLostTheLeaseUnawares_IsRefusedAndChangesNothing()
    {
        var bar = Bar(EurUsd, At(2041, 1, 2));
        await using var later = PostgresStorage.Open(await ConnectAsync());
        await using var old = await Storage.AcquireIngestAsync(Lease(), Stop);
        await Storage.Bars.WriteAsync(new[] { bar }, Stop);
        await CutAsync();
        await using var held = await later.AcquireIngestAsync(Lease(), Stop).WaitAsync(Patience, Stop);
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
        var silent = new LeaseTimes(Check: TimeSpan.FromSeconds(2), Silence: TimeSpan.FromMilliseconds(100), Poll: TimeSpan.FromMilliseconds(20));
        await using var later = PostgresStorage.Open(await ConnectAsync());
        await using var stopped = await Storage.AcquireIngestAsync(silent, _ => { }, Stop);
        var lost = Lost(stopped);

        await using var held = await later.AcquireIngestAsync(Lease(), Stop).WaitAsync(Patience, Stop);

        held.Epoch.ShouldBeGreaterThan(stopped.Epoch);
        await lost.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Write_ThatIsStoppedHalfway_KeepsTheNextHolderNoLongerThanTheLease()
    {
        await using var old = await Storage.AcquireIngestAsync(Lease(), Stop);
        await using var writer = new NpgsqlConnection(await ConnectAsync());
        await writer.OpenAsync(Stop);
        await using var transaction = await writer.BeginTransactionAsync(Stop);
        await new LeaseFence(old.Epoch, TimeSpan.FromMilliseconds(200)).HoldAsync(writer, Stop);
        await old.DisposeAsync();

        await using var held = await Storage.AcquireIngestAsync(Lease(), Stop).WaitAsync(Patience, Stop);

        held.Epoch.ShouldBe(old.Epoch + 1);
        await Should.ThrowAsync<NpgsqlException>(() => transaction.CommitAsync(Stop));
    }

    private static Task Lost(IngestLease lease)
    {
        var lost = new TaskCompletionSource();
        lease.Lost.Register(lost.SetResult);
        return lost.Task;
    }

    private Task CutAsync() => ScalarAsync(
        $"select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and objid = {AdvisoryLocks.Ingest} and granted "
        + "and database = (select oid from pg_database where datname = current_database())");
}
