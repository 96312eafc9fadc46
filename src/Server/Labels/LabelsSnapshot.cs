using Bqx.Core;

namespace Bqx.Server.Labels;

/// <summary>All labels at one time. Immutable.</summary>
internal sealed class LabelsSnapshot(IReadOnlyList<ModelLabel> labels)
{
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ModelLabel> Labels { get; } = labels;

    /// <summary>Completes when later labels are known.</summary>
    public Task Superseded => _superseded.Task;

    public ModelLabel? Find(string label) => Labels.FirstOrDefault(known => known.Label == label);

    internal void Supersede() => _superseded.TrySetResult();
}
