using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bqx.Core;

namespace Bqx.Trainer.Tests.Promotion;

/// <summary>Labels in memory, with replicas that are ready when the test says so.</summary>
internal sealed class FakeLabelStore : ILabelStore
{
    private readonly List<ModelLabel> _labels = [];
    private readonly List<Channel<IReadOnlyList<ModelLabel>>> _watchers = [];

    /// <summary>Whether a replica lives that does not have the version yet.</summary>
    public bool Waiting { get; set; }

    /// <summary>Completes when a request has been written.</summary>
    public TaskCompletionSource Requested { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelLabel? Find(string label) => _labels.Find(known => known.Label == label);

    public void Flip(string label)
    {
        var now = Find(label)!;
        Set(now with { Current = now.Requested, Previous = now.Current, Requested = null });
    }

    public Task<IReadOnlyList<ModelLabel>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelLabel>>([.. _labels]);

    public Task RequestAsync(string label, ModelId model, CancellationToken cancellationToken)
    {
        Set((Find(label) ?? new ModelLabel(label, null, null, null, null, 0)) with { Requested = model, Reason = null });
        Requested.TrySetResult();
        return Task.CompletedTask;
    }

    public Task RejectAsync(string label, ModelId model, string reason, CancellationToken cancellationToken)
    {
        Set(Find(label)! with { Requested = null, Reason = reason });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ModelLabel>> CommitReadyAsync(CancellationToken cancellationToken)
    {
        var flipped = Waiting ? [] : _labels.Where(label => label.Requested is not null).Select(label => label.Label).ToList();
        flipped.ForEach(Flip);
        return Task.FromResult<IReadOnlyList<ModelLabel>>([.. flipped.Select(label => Find(label)!)]);
    }

    public async IAsyncEnumerable<IReadOnlyList<ModelLabel>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first answer is the present state.
        var changes = Channel.CreateUnbounded<IReadOnlyList<ModelLabel>>();
        changes.Writer.TryWrite([.. _labels]);
        _watchers.Add(changes);
        await foreach (var state in changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return state;
        }
    }

    public Task HeartbeatAsync(string replica, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task LeaveAsync(string replica, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReportAsync(string replica, ModelId model, ModelState state, string? reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private void Set(ModelLabel label)
    {
        _labels.RemoveAll(known => known.Label == label.Label);
        _labels.Add(label with { Revision = label.Revision + 1 });
        _watchers.ForEach(watcher => watcher.Writer.TryWrite([.. _labels]));
    }
}
