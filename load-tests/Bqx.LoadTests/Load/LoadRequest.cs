namespace Bqx.LoadTests.Load;

/// <summary>What is asked of the server by every call.</summary>
/// <param name="Deadline">After which a call counts as DEADLINE_EXCEEDED.</param>
internal sealed record LoadRequest(LoadMethod Method, IReadOnlyList<string> Pairs, string Model, TimeSpan Deadline);
