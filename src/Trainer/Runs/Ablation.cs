namespace Bqx.Trainer.Runs;

/// <summary>A figure with and without a part.</summary>
internal sealed record Ablation(
    string Name,
    string With,
    string Without,
    string Target,
    string Metric,
    double WithValue,
    double WithoutValue,
    double Difference,
    double Error);
