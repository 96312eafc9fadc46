using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features.Lint;

namespace Bqx.Trainer.Reports;

/// <summary>What bars are like as features: what is missing, and what the lint says.</summary>
/// <param name="Source">Where the bars came from.</param>
/// <param name="First">Close of the first bar.</param>
/// <param name="Last">Close of the last bar.</param>
/// <param name="Minutes">Market minutes with at least one bar.</param>
/// <param name="Segments">Segments: each after more than 30 market minutes without any bar.</param>
/// <param name="SilentMinutes">Market minutes without any bar that were filled.</param>
/// <param name="Pairs">By pair.</param>
/// <param name="Lint">The lint over every so many minutes.</param>
internal sealed record QualityReport(
    string Source, Minute First, Minute Last, long Minutes, int Segments, long SilentMinutes, ImmutableArray<PairQuality> Pairs, LintReport Lint);
