namespace Bqx.Trainer.Runs;

/// <summary>Time of a stage, seconds.</summary>
internal sealed record StageTime(string Stage, double Seconds);
