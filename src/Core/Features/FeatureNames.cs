namespace Bqx.Core;

/// <summary>Features that other parts of the system read by name.</summary>
public static class FeatureNames
{
    /// <summary>
    /// σ̂: square root of the EWMA of squared one-minute log returns, half-life 240 market minutes, floor half a pipette.
    /// In units of log return a minute.
    /// </summary>
    public const string Sigma = "vol_ewma_h240";

    /// <summary>ln(RV of the pair / RV of a sister), RV over 60 minutes.</summary>
    /// <param name="slot">The sister's slot, from 0.</param>
    public static string RelativeVolatility(int slot) => $"x_volatility_{Sisters.Slot(slot)}";

    /// <summary>
    /// Change of atanh ρ within 60 minutes, ρ the correlation with a sister, as it is oriented, over 60 minutes.
    /// </summary>
    /// <param name="slot">The sister's slot, from 0.</param>
    public static string CorrelationDrift(int slot) => $"x_corr_drift_{Sisters.Slot(slot)}";

    /// <summary>BQX over a window, in raw units: Σ (P[t−i] − P[t]) / P[t], i = 1..W.</summary>
    public static string Bqx(Window window) => $"bqx_{window}_return";
}
