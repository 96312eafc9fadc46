namespace Bqx.Trainer.Runs;

/// <summary>Weight of an expert in the ensemble of a pair.</summary>
internal sealed record ExpertWeight(string Pair, string Target, string Model, double Weight);
