namespace Bqx.Trainer.Runs;

/// <summary>A block of a fold: role <c>train</c>, <c>validation</c>, <c>calibration</c>, <c>test</c> or <c>lock_box</c>; ISO instants.</summary>
internal sealed record RunFold(int Fold, string Role, string First, string Last, int Rows);
