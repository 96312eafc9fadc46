using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>Blocks of a fold, market-minute numbers, both ends included.</summary>
internal sealed record PlannedFold(MinuteRange Train, MinuteRange Validation, MinuteRange Calibration, MinuteRange Test)
{
    /// <summary>Market minutes of all four.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Minutes => Train.Length + Validation.Length + Calibration.Length + Test.Length;

    public static PlannedFold Of(Fold fold) => new(fold.Split.Train, fold.Split.Validation, fold.Split.Calibration, fold.Split.Test);
}
