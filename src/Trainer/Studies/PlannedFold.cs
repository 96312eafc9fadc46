using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>Blocks of a fold, market-minute numbers, both ends included.</summary>
internal sealed record PlannedFold(MinuteRange Train, MinuteRange Validation, MinuteRange Calibration, MinuteRange Test)
{
    /// <summary>Market minutes of all four.</summary>
    public int Minutes => Train.Length + Validation.Length + Calibration.Length + Test.Length;
}
