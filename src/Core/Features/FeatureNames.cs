namespace Bqx.Core;

/// <summary>Features that other parts of the system read by name.</summary>
public static class FeatureNames
{
    /// <summary>
    /// σ̂: square root of the EWMA of squared one-minute log returns, half-life 240 market minutes, floor half a pipette.
    /// In units of log return a minute.
    /// </summary>
    public const string Sigma = "vol_ewma_h240";

    /// <summary>BQX over a window, in raw units: Σ (P[t−i] − P[t]) / P[t], i = 1..W.</summary>
    public static string Bqx(Window window) => $"bqx_{window}_return";
}
