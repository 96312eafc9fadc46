namespace Bqx.Trainer.Runs;

/// <summary>Something other than a figure that two runs differ in; null where one does not have it.</summary>
internal sealed record RunDifference(string What, string? A, string? B);
