namespace Bqx.Trainer.FeatureTables;

/// <summary>Where the engine of a rebuild began.</summary>
internal enum RebuildStart
{
    /// <summary>At the start of the segment that the first row lies in.</summary>
    Segment,

    /// <summary>At a stored snapshot.</summary>
    Snapshot,

    /// <summary>Where an interrupted rebuild had come to.</summary>
    Interruption,
}
