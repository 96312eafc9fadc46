using Bqx.Core;
using Bqx.Server.InMemory;
using Bqx.Server.Pipeline;
using Bqx.Server.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bqx.Server.Tests.Pipeline;

public sealed class BarCommitterTests
{
    private readonly SwitchedBarStore _store = new();
    private readonly BarCommitter _committer;

    public BarCommitterTests() => _committer = new BarCommitter(_store, new DiscardingStores(), TestMeters.Ingest(), NullLogger<BarCommitter>.Instance);

    [Fact]
    public async Task RunAsync_QueuedBatches_AreAcknowledgedAfterTheirCommit()
    {
        _store.HoldWrites = new SemaphoreSlim(0);
        var batch = Enqueue(TestBars.Bar("EURUSD", TestBars.Start));
        var run = _committer.RunAsync(default);
        batch.Committed.IsCompleted.ShouldBeFalse();

        _store.HoldWrites.Release();
        await batch.Committed;

        _store.Written.ShouldBe(batch.Bars);
        await FinishAsync(run);
    }

    [Fact]
    public async Task RunAsync_SeveralBatches_AreOneWriteAndTheLastValueOfAMinute()
    {
        var first = Enqueue(TestBars.Bar("EURUSD", TestBars.Start, 1), TestBars.Bar("USDJPY", TestBars.Start, 1));
        var second = Enqueue(TestBars.Bar("EURUSD", TestBars.Start, 2));

        var run = _committer.RunAsync(default);
        await Task.WhenAll(first.Committed, second.Committed);

        _store.Writes.ShouldBe(1);
        _store.Written.ShouldBe(
            [TestBars.Bar("EURUSD", TestBars.Start, 2), TestBars.Bar("USDJPY", TestBars.Start, 1)], ignoreOrder: true);
        await FinishAsync(run);
    }

    [Fact]
    public async Task RunAsync_StoreDown_FailsTheBatchAndGoesOnWhenItIsBack()
    {
        _store.IsDown = true;
        var run = _committer.RunAsync(default);
        var lost = Enqueue(TestBars.Bar("EURUSD", TestBars.Start));
        (await Should.ThrowAsync<FaultException>(() => lost.Committed)).Fault.ShouldBe(Fault.StorageUnavailable);

        _store.IsDown = false;
        await Enqueue(TestBars.Bar("EURUSD", TestBars.Start)).Committed;

        _store.Writes.ShouldBe(1);
        await FinishAsync(run);
    }

    [Fact]
    public async Task RunAsync_EmptyBatch_IsAcknowledgedWithoutAWrite()
    {
        var run = _committer.RunAsync(default);

        await Enqueue().Committed;

        _store.Writes.ShouldBe(0);
        await FinishAsync(run);
    }

    [Fact]
    public async Task RunAsync_Cancelled_FailsWhatIsLeft()
    {
        _store.HoldWrites = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var run = _committer.RunAsync(stop.Token);
        var batch = Enqueue(TestBars.Bar("EURUSD", TestBars.Start));

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        (await Should.ThrowAsync<FaultException>(() => batch.Committed)).Fault.ShouldBe(Fault.StorageUnavailable);
        (await Should.ThrowAsync<FaultException>(() => Enqueue().Committed)).Message.ShouldContain("stopping");
    }

    private IngestBatch Enqueue(params Bar[] bars)
    {
        var batch = new IngestBatch(bars, 0);
        _committer.Enqueue(batch);
        return batch;
    }

    private Task FinishAsync(Task run)
    {
        _committer.Complete();
        return run;
    }
}
