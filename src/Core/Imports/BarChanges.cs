namespace Bqx.Core;

/// <summary>Changes of stored bars up to a mark.</summary>
/// <param name="Mark">Where the next question goes on.</param>
/// <param name="Earliest">No bar before it has changed; null when none has.</param>
public readonly record struct BarChanges(string Mark, Minute? Earliest);
