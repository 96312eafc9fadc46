using Bqx.Core;

namespace Bqx.Server.Labels;

/// <summary>The labels as this server last saw and applied them. Written by the watcher alone, read by anyone.</summary>
internal sealed class LabelBoard
{
    private volatile LabelsSnapshot _current = new([]);

    public LabelsSnapshot Current => _current;

    public void Publish(IReadOnlyList<ModelLabel> labels)
    {
        var before = _current;
        _current = new LabelsSnapshot(labels);
        before.Supersede();
    }
}
