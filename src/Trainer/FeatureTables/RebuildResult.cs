using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>What a rebuild or its verification did.</summary>
/// <param name="From">Close of the first minute asked for.</param>
/// <param name="To">Close of the last.</param>
/// <param name="Start">Where the engine began.</param>
/// <param name="Minutes">Minutes replayed.</param>
/// <param name="Rows">Rows computed, over all tables and pairs: stored, or compared.</param>
/// <param name="Differences">What a verification found; null where rows were stored.</param>
internal sealed record RebuildResult(Minute From, Minute To, RebuildStart Start, long Minutes, long Rows, TableDifferences? Differences);
