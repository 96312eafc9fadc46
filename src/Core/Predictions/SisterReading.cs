namespace Bqx.Core;

/// <summary>What was read of one sister of a pair.</summary>
/// <param name="Sister">The sister.</param>
/// <param name="Value">In the unit of the reading.</param>
public readonly record struct SisterReading(Pair Sister, float Value);
