namespace Bqx.Core;

/// <summary>A pair that shares one currency with another pair, as seen from that other.</summary>
/// <param name="Pair">The sister.</param>
/// <param name="Orientation">
/// +1, or −1 where the sister is quoted the other way round. It multiplies the sister's own features; nothing is recomputed on 1/P.
/// </param>
public readonly record struct Sister(Pair Pair, int Orientation);
