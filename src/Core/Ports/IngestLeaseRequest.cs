namespace Bqx.Core;

/// <summary>How a process seeks the role of the one that takes live bars.</summary>
/// <param name="Length">A holder that the store hears nothing of for so long loses the role. At least a second.</param>
/// <param name="Held">Told, again and again while somebody has the role, the epoch of the last one who had it.</param>
public sealed record IngestLeaseRequest(TimeSpan Length, Action<long> Held);
