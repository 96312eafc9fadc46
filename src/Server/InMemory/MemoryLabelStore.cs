using System.Runtime.CompilerServices;
using Bqx.Core;

namespace Bqx.Server.InMemory;

/// <summary>Labels of a server that runs without a database. One process, so its own word is the agreement of all replicas.</summary>
internal sealed class MemoryLabelStore : ILabelStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ModelLabel> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ModelId>> _readyByReplica = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();

    public Task<IReadOnlyList<ModelLabel>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ModelLabel>>([.. _labels.Values]);
        }
    }

    public Task RequestAsync(string label, ModelId model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var known = _labels.GetValueOrDefault(label) ?? new ModelLabel(label, null, null, null, null, 0);
            foreach (var ready in _readyByReplica.Values)
            {
                ready.Remove(model);
            }

            Change(known with { Requested = model, Reason = null });
        }

        return Task.CompletedTask;
    }

    public Task RejectAsync(string label, ModelId model, string reason, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_labels.TryGetValue(label, out var known) && known.Requested == model)
            {
                Change(known with { Requested = null, Reason = reason });
            }
        }

        return Task.CompletedTask;
    }

    public Task HeartbeatAsync(string replica, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _readyByReplica.TryAdd(replica, []);
        }

        return Task.CompletedTask;
    }

    public Task LeaveAsync(string replica, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _readyByReplica.Remove(replica);
        }

        return Task.CompletedTask;
    }

    public Task ReportAsync(string replica, ModelId model, ModelState state, string? reason, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var ready = _readyByReplica.TryGetValue(replica, out var known) ? known : _readyByReplica[replica] = [];
            _ = state == ModelState.Ready ? ready.Add(model) : ready.Remove(model);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ModelLabel>> CommitReadyAsync(CancellationToken cancellationToken)
    {
        var flipped = new List<ModelLabel>();
        lock (_lock)
        {
            foreach (var label in _labels.Values.ToList())
            {
                if (label.Requested is { } requested && _readyByReplica.Values.All(ready => ready.Contains(requested)))
                {
                    var previous = label.Current == requested ? label.Previous : label.Current;
                    flipped.Add(Change(label with { Current = requested, Previous = previous, Requested = null, Reason = null }));
                }
            }
        }

        return Task.FromResult<IReadOnlyList<ModelLabel>>(flipped);
    }

    public async IAsyncEnumerable<IReadOnlyList<ModelLabel>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            yield return await ReadAsync(cancellationToken);
            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ModelLabel Change(ModelLabel label)
    {
        var changed = label with { Revision = label.Revision + 1 };
        _labels[label.Label] = changed;
        _changed.TrySetResult();
        _changed = NewSignal();
        return changed;
    }
}
