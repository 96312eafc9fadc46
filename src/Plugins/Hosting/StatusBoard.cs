using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>The last state of each package met; bounded by forgetting the oldest that are freed or failed.</summary>
internal sealed class StatusBoard
{
    public const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<ModelId, ModelStatus> _byId = [];

    public event EventHandler<ModelStatusEventArgs>? Changed;

    public void Set(ModelStatus status)
    {
        lock (_lock)
        {
            _byId.Remove(status.Id);
            _byId.Add(status.Id, status);
            Trim();
        }

        Changed?.Invoke(this, new ModelStatusEventArgs(status));
    }

    public IReadOnlyList<ModelStatus> Snapshot()
    {
        lock (_lock)
        {
            return [.. _byId.Values.OrderBy(status => status.Id.Name, StringComparer.Ordinal).ThenBy(status => status.Id.Version)];
        }
    }

    private void Trim()
    {
        for (var index = 0; _byId.Count > Capacity && index < _byId.Count;)
        {
            if (_byId.GetAt(index).Value.State is ModelState.Unloaded or ModelState.Failed)
            {
                _byId.RemoveAt(index);
            }
            else
            {
                index++;
            }
        }
    }
}
