namespace Bqx.Server.Quality;

/// <summary>How good some predictions were; errors in units of σ̂·√V.</summary>
/// <param name="Count">Predictions whose outcome is known; at least one.</param>
/// <param name="MeanAbsolute">Mean of the absolute errors.</param>
/// <param name="MeanSquared">Mean of the squared errors.</param>
/// <param name="Skill">1 − SSE / SSE of the martingale; null where the martingale made no error.</param>
/// <param name="DirectionalAccuracy">Share with the right sign, 0 to 1.</param>
/// <param name="Coverage">Share of outcomes within the interval, 0 to 1.</param>
internal sealed record QualityFigures(
    long Count, double MeanAbsolute, double MeanSquared, double? Skill, double DirectionalAccuracy, double Coverage);
