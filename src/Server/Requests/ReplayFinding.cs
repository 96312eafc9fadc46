namespace Bqx.Server.Requests;

/// <summary>A request whose answer is not the same again.</summary>
/// <param name="Id">Its place in the log.</param>
/// <param name="At">When it was answered.</param>
/// <param name="Method">The call.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Model">The model, name@version.</param>
/// <param name="Answered">Whether it could be answered again; false: its package is gone or another, or failed.</param>
/// <param name="Reason">What differs, or why it could not.</param>
internal sealed record ReplayFinding(long Id, DateTimeOffset At, string Method, string Pair, string Model, bool Answered, string Reason);
