namespace Bqx.Core;

/// <summary>What a reader of a prediction should know about it.</summary>
[Flags]
public enum PredictionFlags
{
    None = 0,

    /// <summary>Its pair has had no bar of its own for more than 30 session minutes: the signal is HOLD.</summary>
    Stale = 1,

    /// <summary>Its own bar of this minute was missing and has been filled.</summary>
    Filled = 2,

    /// <summary>Recomputed after a late or corrected bar, or after a change of model.</summary>
    Repaired = 4,

    /// <summary>Some features lie far outside the training distribution.</summary>
    OutOfDistribution = 8,
}
