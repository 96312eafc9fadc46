namespace Bqx.Storage;

/// <summary>State of the read replica.</summary>
/// <param name="IsUsed">Whether reads go to it: it answers and does not lag too far.</param>
/// <param name="LagSeconds">How far it is behind; null where it does not answer.</param>
/// <param name="Reason">Why reads do not go to it; null where they do.</param>
public sealed record ReplicaStatus(bool IsUsed, double? LagSeconds, string? Reason);
