using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>One trading day as the engine met it in the stream, with all it takes to compute it once more.</summary>
/// <param name="Before">The engine's snapshot before the day; empty before the first.</param>
/// <param name="Minutes">The day's bars.</param>
/// <param name="Result">What the stream made of them.</param>
internal sealed record ReplayDay(ReadOnlyMemory<byte> Before, ImmutableArray<MinuteBars> Minutes, DayResult Result);
