using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>What a computation of feature tables did.</summary>
/// <param name="Minutes">Minutes replayed.</param>
/// <param name="Rows">Rows stored, over both tables and all pairs.</param>
/// <param name="After">Rows are of closes after this one.</param>
/// <param name="Last">Close of the last.</param>
/// <param name="FromSnapshot">Whether the replay began at a stored snapshot and not at the first bar.</param>
internal sealed record ComputeResult(long Minutes, long Rows, Minute After, Minute Last, bool FromSnapshot);
