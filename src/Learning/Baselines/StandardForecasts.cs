namespace Bqx.Learning.Baselines;

/// <summary>Forecasts in standard units.</summary>
/// <param name="Residuals">u by target of the matrix, one a row.</param>
/// <param name="Volatilities">v, one a row.</param>
/// <param name="Regime">Class probabilities, five a row.</param>
internal sealed record StandardForecasts(float[][] Residuals, float[] Volatilities, float[] Regime);
