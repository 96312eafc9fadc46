namespace Bqx.Server.Quality;

/// <summary>What became of one prediction. Errors are in units of σ̂·√V.</summary>
/// <param name="Error">Forecast − outcome.</param>
/// <param name="MartingaleError">The martingale's forecast − outcome.</param>
/// <param name="HalfHits">2 for the right sign, 0 for the wrong one, 1 where the forecast or the outcome is exactly 0.</param>
/// <param name="IsCovered">Whether the outcome lies in the interval.</param>
internal readonly record struct QualitySample(float Error, float MartingaleError, byte HalfHits, bool IsCovered);
