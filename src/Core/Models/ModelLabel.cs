namespace Bqx.Core;

/// <summary>A label such as <c>production</c> and the versions it is on, came from, and is asked to move to.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Current">What it is on; null before the first promotion.</param>
/// <param name="Previous">What it was on before; the target of a rollback.</param>
/// <param name="Requested">What it is asked to move to; null when nothing is asked.</param>
/// <param name="Reason">Why the last request was rejected; null when it was not.</param>
/// <param name="Revision">Grows by one with every change.</param>
public sealed record ModelLabel(string Label, ModelId? Current, ModelId? Previous, ModelId? Requested, string? Reason, long Revision);
