namespace Bqx.Trainer.Runs;

/// <summary>A control: what was expected, what came, and whether that is in order.</summary>
internal sealed record RunCheck(string Kind, string Name, bool Passed, string Expected, string Observed);
