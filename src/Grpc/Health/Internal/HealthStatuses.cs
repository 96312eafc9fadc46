using System.Threading.Channels;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck.Internal;

/// <summary>The statuses and their watchers. A watcher holds the latest status only; what it missed is gone.</summary>
internal sealed class HealthStatuses
{
    private readonly Lock _lock = new();

    // Both under the lock, so that every watcher gets the changes in the order in which they were made.
    private readonly Dictionary<string, ServingStatus> _statuses = [];
    private readonly Dictionary<string, List<Channel<ServingStatus>>> _watchers = [];

    internal ServingStatus? Find(string service)
    {
        lock (_lock)
        {
            return _statuses.TryGetValue(service, out var status) ? status : null;
        }
    }

    internal KeyValuePair<string, ServingStatus>[] All()
    {
        lock (_lock)
        {
            return [.. _statuses];
        }
    }

    internal void Set(string service, ServingStatus status)
    {
        lock (_lock)
        {
            if (!_statuses.TryGetValue(service, out var before) || before != status)
            {
                _statuses[service] = status;
                Tell(service, status);
            }
        }
    }

    internal void Clear(string service)
    {
        lock (_lock)
        {
            if (_statuses.Remove(service))
            {
                Tell(service, ServingStatus.ServiceUnknown);
            }
        }
    }

    internal void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _statuses.Keys.ToArray())
            {
                Clear(service);
            }
        }
    }

    internal Channel<ServingStatus> Watch(string service)
    {
        var changes = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (!_watchers.TryGetValue(service, out var watchers))
            {
                _watchers[service] = watchers = [];
            }

            watchers.Add(changes);
            changes.Writer.TryWrite(
                _statuses.TryGetValue(service, out var status) ? status : ServingStatus.ServiceUnknown);
        }

        return changes;
    }

    internal void Unwatch(string service, Channel<ServingStatus> changes)
    {
        lock (_lock)
        {
            if (_watchers.TryGetValue(service, out var watchers) && watchers.Remove(changes) && watchers.Count == 0)
            {
                _watchers.Remove(service);
            }
        }
    }

    private void Tell(string service, ServingStatus status)
    {
        if (_watchers.TryGetValue(service, out var watchers))
        {
            watchers.ForEach(changes => changes.Writer.TryWrite(status));
        }
    }
}
