using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedLabelStoreTests(PostgresFixture fixture) : LabelStoreTests(fixture, PostgresEngine.Embedded);

public sealed class DebianLabelStoreTests(PostgresFixture fixture) : LabelStoreTests(fixture, PostgresEngine.Debian);

/// <summary>Each test uses a label of its own, and takes its replicas off the list.</summary>
public abstract class LabelStoreTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    private static readonly ModelId One = new("ridge", 1);
    private static readonly ModelId Two = new("ridge", 2);

    private ILabelStore Labels => Storage.Labels;

    [Fact]
    public async Task Request_NoReplicaLives_FlipsAtOnce()
    {
        await Labels.RequestAsync("empty", One, Stop);

        (await Labels.CommitReadyAsync(Stop)).ShouldContain(new ModelLabel("empty", One, null, null, null, 2));
    }

    [Fact]
    public async Task Commit_OneReplicaNotReady_WaitsUntilAllAre()
    {
        await Labels.RequestAsync("wait", Two, Stop);
        await Labels.HeartbeatAsync("w1", Stop);
        await Labels.ReportAsync("w2", Two, ModelState.Warming, null, Stop);
        await Labels.ReportAsync("w1", Two, ModelState.Ready, null, Stop);
        (await Labels.CommitReadyAsync(Stop)).ShouldNotContain(label => label.Label == "wait");

        await Labels.ReportAsync("w2", Two, ModelState.Ready, null, Stop);

        (await Labels.CommitReadyAsync(Stop)).ShouldContain(new ModelLabel("wait", Two, null, null, null, 2));
        await LeaveAsync("w1", "w2");
    }

    [Fact]
    public async Task Commit_ReadyForAnotherVersion_DoesNotFlip()
    {
        await Labels.ReportAsync("o1", One, ModelState.Ready, null, Stop);
        await Labels.RequestAsync("other", Two, Stop);

        (await Labels.CommitReadyAsync(Stop)).ShouldNotContain(label => label.Label == "other");

        await LeaveAsync("o1");
    }

    [Fact]
    public async Task Commit_SilentReplica_NoLongerCounts()
    {
        await Labels.HeartbeatAsync("s1", Stop);
        await ScalarAsync("update bqx.replica set seen_at = now() - interval '11 seconds' where replica = 's1'");
        await Labels.RequestAsync("silent", One, Stop);

        (await Labels.CommitReadyAsync(Stop)).ShouldContain(label => label.Label == "silent" && label.Current == One);
        await LeaveAsync("s1");
    }

    [Fact]
    public async Task Heartbeat_ForgetsReplicasThatDiedLongAgo_ButNotItsOwn()
    {
        await Labels.ReportAsync("dead", One, ModelState.Ready, null, Stop);
        await Labels.ReportAsync("back", One, ModelState.Ready, null, Stop);
        await ScalarAsync("update bqx.replica set seen_at = now() - interval '61 minutes' where replica in ('dead', 'back')");

        await Labels.HeartbeatAsync("back", Stop);

        (await ScalarAsync("select string_agg(replica, ',') from bqx.replica_model where replica in ('dead', 'back')")).ShouldBe("back");
        await LeaveAsync("back");
    }

    [Fact]
    public async Task Commit_FromManyAtOnce_FlipsOnce()
    {
        await Labels.RequestAsync("once", One, Stop);

        var flipped = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Labels.CommitReadyAsync(Stop)));

        flipped.Sum(labels => labels.Count(label => label.Label == "once")).ShouldBe(1);
    }

    [Fact]
    public async Task Promotion_Second_KeepsThePreviousForRollback()
    {
        await Labels.RequestAsync("second", One, Stop);
        await Labels.CommitReadyAsync(Stop);
        await Labels.RequestAsync("second", Two, Stop);
        (await ReadAsync("second")).ShouldBe(new ModelLabel("second", One, null, Two, null, 3));

        await Labels.CommitReadyAsync(Stop);

        (await ReadAsync("second")).ShouldBe(new ModelLabel("second", Two, One, null, null, 4));
    }

    [Fact]
    public async Task Reject_WithdrawsTheRequestAndSaysWhy_UntilTheNextRequest()
    {
        await Labels.RequestAsync("reject", One, Stop);
        await Labels.RejectAsync("reject", Two, "not asked for", Stop);
        (await ReadAsync("reject"))!.Requested.ShouldBe(One);

        await Labels.RejectAsync("reject", One, "replica r1: probe 3 differs", Stop);

        (await ReadAsync("reject")).ShouldBe(new ModelLabel("reject", null, null, null, "replica r1: probe 3 differs", 2));
        await Labels.RequestAsync("reject", Two, Stop);
        (await ReadAsync("reject"))!.Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData("Upper", "ridge", 1)]
    [InlineData("", "ridge", 1)]
    [InlineData("label", "a b", 1)]
    [InlineData("label", "ridge", 0)]
    public async Task Request_BadName_IsRefused(string label, string name, int version) =>
        (await Should.ThrowAsync<FaultException>(() => Labels.RequestAsync(label, new ModelId(name, version), Stop)))
            .Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public async Task Watch_TellsThePresentStateAndThenEachChange()
    {
        await Labels.RequestAsync("watch", One, Stop);
        await using var changes = Labels.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        (await NextAsync()).ShouldBe(new ModelLabel("watch", null, null, One, null, 1));

        await Labels.RequestAsync("watch", Two, Stop);

        (await NextAsync()).ShouldBe(new ModelLabel("watch", null, null, Two, null, 2));

        async Task<ModelLabel?> NextAsync()
        {
            // Sooner than the poll of five seconds: it was told.
            (await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop)).ShouldBeTrue();
            return changes.Current.SingleOrDefault(label => label.Label == "watch");
        }
    }

    [Fact]
    public async Task Watch_ConnectionCut_GoesOn()
    {
        await using var changes = Labels.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await changes.MoveNextAsync();
        var next = changes.MoveNextAsync().AsTask();

        await ScalarAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where query ilike 'listen%' and datname = current_database()");
        await Labels.RequestAsync("cut", One, Stop);

        (await next.WaitAsync(TimeSpan.FromSeconds(30), Stop)).ShouldBeTrue();
        changes.Current.ShouldContain(label => label.Label == "cut");
    }

    [Fact]
    public async Task Watch_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        await using var changes = Labels.WatchAsync(cancel.Token).GetAsyncEnumerator(cancel.Token);
        await changes.MoveNextAsync();
        var next = changes.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    private async Task<ModelLabel?> ReadAsync(string label) =>
        (await Labels.ReadAsync(Stop)).SingleOrDefault(item => item.Label == label);

    private async Task LeaveAsync(params string[] replicas)
    {
        foreach (var replica in replicas)
        {
            await Labels.LeaveAsync(replica, Stop);
        }
    }
}
