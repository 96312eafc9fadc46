namespace Bqx.Learning.Ensembles;

/// <summary>What an expert counts for a pair.</summary>
/// <param name="Model">The expert.</param>
/// <param name="Residual">Weight of its residual over the martingale, of the target that was asked for.</param>
/// <param name="Volatility">Weight of its log RV.</param>
/// <param name="Classes">Weight of its class probabilities.</param>
public sealed record ExpertWeights(string Model, double Residual, double Volatility, double Classes);
