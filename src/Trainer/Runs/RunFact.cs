namespace Bqx.Trainer.Runs;

/// <summary>A fact and its value in words.</summary>
internal sealed record RunFact(string Name, string Value);
