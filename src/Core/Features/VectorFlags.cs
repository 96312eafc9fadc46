namespace Bqx.Core;

/// <summary>What a reader of a feature vector should know about it.</summary>
[Flags]
public enum VectorFlags : byte
{
    None = 0,

    /// <summary>The pair's own bar of this minute was missing and has been filled.</summary>
    Filled = 1,

    /// <summary>The pair has had no bar of its own for more than 30 session minutes.</summary>
    Stale = 2,

    /// <summary>Recomputed after a late or corrected bar.</summary>
    Repaired = 4,
}
