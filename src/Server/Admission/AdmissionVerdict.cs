namespace Bqx.Server.Admission;

/// <summary>The answer to a call that asked for a place.</summary>
/// <param name="Outcome">Whether it may run.</param>
/// <param name="RetryAfter">When another try is worth it, for those that may not.</param>
internal readonly record struct AdmissionVerdict(AdmissionOutcome Outcome, TimeSpan RetryAfter);
