namespace Bqx.Features;

/// <summary>A family of the catalogue; the value is its number there.</summary>
public enum FeatureFamily
{
    /// <summary>BQX over five windows and aggregates of the standardised windows.</summary>
    Bqx = 1,

    /// <summary>Rolling linear and quadratic regressions on price.</summary>
    Regression = 2,

    /// <summary>One-minute returns in units of σ̂.</summary>
    LaggedReturns = 7,

    /// <summary>Volatility.</summary>
    Volatility = 10,

    /// <summary>Time of day, day of week and trading sessions.</summary>
    Time = 16,
}
