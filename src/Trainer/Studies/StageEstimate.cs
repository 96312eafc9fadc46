namespace Bqx.Trainer.Studies;

/// <summary>What a stage is expected to take, all folds together.</summary>
internal sealed record StageEstimate(string Stage, double Seconds);
