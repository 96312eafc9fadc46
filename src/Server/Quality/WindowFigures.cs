using System.Collections.Immutable;

namespace Bqx.Server.Quality;

/// <summary>The predictions whose outcome has become known within some market minutes. Immutable.</summary>
/// <param name="Minutes">How many.</param>
/// <param name="Total">All pairs; null where there is none.</param>
/// <param name="ByPair">By pair index; null where there is none.</param>
internal sealed record WindowFigures(int Minutes, QualityFigures? Total, ImmutableArray<QualityFigures?> ByPair);
