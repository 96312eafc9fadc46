using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Trainer.Exports;

/// <summary>What to export.</summary>
/// <param name="Folder">Where the files go: <c>pair=EURUSD/month=2017-06/features.parquet</c>.</param>
/// <param name="Pairs">The pairs.</param>
/// <param name="After">Only vectors of bars that close after it; null = from the first.</param>
/// <param name="UpTo">Only vectors of bars that close up to it; null = to the last.</param>
internal sealed record ExportRequest(string Folder, ImmutableArray<Pair> Pairs, Minute? After, Minute? UpTo);
