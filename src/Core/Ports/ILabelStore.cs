namespace Bqx.Core;

/// <summary>
/// Labels on models, and the agreement of replicas on them (<c>bqx.model_label</c>, <c>bqx.replica</c>, <c>bqx.replica_model</c>).
/// The trainer writes a desired version; every live replica loads it and reports; when all are ready the label flips in one write.
/// </summary>
public interface ILabelStore
{
    /// <summary>All labels.</summary>
    Task<IReadOnlyList<ModelLabel>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a label to move to a version. Replicas hear of it at once.</summary>
    Task RequestAsync(string label, ModelId model, CancellationToken cancellationToken);

    /// <summary>Withdraws a request that failed or timed out, with its reason.</summary>
    Task RejectAsync(string label, ModelId model, string reason, CancellationToken cancellationToken);

    /// <summary>Says that this replica lives. A replica that has not said so for 10 s no longer counts.</summary>
    Task HeartbeatAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Takes a replica off the list.</summary>
    Task LeaveAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Reports what a replica has made of a package.</summary>
    Task ReportAsync(string replica, ModelId model, ModelState state, string? reason, CancellationToken cancellationToken);

    /// <summary>Flips every label whose requested version is ready on all live replicas. Returns the labels that flipped.</summary>
    Task<IReadOnlyList<ModelLabel>> CommitReadyAsync(CancellationToken cancellationToken);

    /// <summary>Completes at the next change of any label or request, or when polling finds one.</summary>
    IAsyncEnumerable<IReadOnlyList<ModelLabel>> WatchAsync(CancellationToken cancellationToken);
}
