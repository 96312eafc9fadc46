namespace Bqx.Features;

/// <summary>A family of the catalogue. 1 to 20 are the base families by their number there; 101 to 104 the cross-pair families.</summary>
public enum FeatureFamily
{
    /// <summary>BQX over five windows and aggregates of the standardised windows.</summary>
    Bqx = 1,

    /// <summary>Rolling linear and quadratic regressions on price.</summary>
    Regression = 2,

    /// <summary>The same regressions on BQX over 60 minutes.</summary>
    BqxRegression = 3,

    /// <summary>How the fits of neighbouring windows differ.</summary>
    CrossWindow = 4,

    /// <summary>How the terms of a fit move together.</summary>
    TermCovariance = 5,

    /// <summary>Standardised BQX of some minutes ago.</summary>
    LaggedBqx = 6,

    /// <summary>One-minute returns in units of σ̂.</summary>
    LaggedReturns = 7,

    /// <summary>Returns over longer horizons.</summary>
    HorizonReturns = 8,

    /// <summary>Regression terms of some minutes ago.</summary>
    LaggedRegression = 9,

    /// <summary>Volatility.</summary>
    Volatility = 10,

    /// <summary>Skewness, kurtosis and autocorrelation.</summary>
    Moments = 11,

    /// <summary>Bands and channels.</summary>
    Bands = 12,

    /// <summary>Oscillators.</summary>
    Oscillators = 13,

    /// <summary>Distance to moving averages.</summary>
    MovingAverages = 14,

    /// <summary>Regime, persistence and jumps.</summary>
    Regime = 15,

    /// <summary>Time of day, day of week and trading sessions.</summary>
    Time = 16,

    /// <summary>Correlations with sisters, currency strength, triangles and factors.</summary>
    CrossPairLinear = 17,

    /// <summary>How price and BQX move together.</summary>
    PriceBqx = 18,

    /// <summary>Bars of five and fifteen minutes.</summary>
    LongerBars = 19,

    /// <summary>Shape of the one-minute bars.</summary>
    Microstructure = 20,

    /// <summary>Products of own and sisters' regression terms.</summary>
    MomentumProducts = 101,

    /// <summary>Volatility relative to the sisters'.</summary>
    RelativeVolatility = 102,

    /// <summary>Change of the correlation with the sisters.</summary>
    CorrelationDrift = 103,

    /// <summary>Sisters' BQX at the lag by which they lead.</summary>
    LeadLag = 104,
}
