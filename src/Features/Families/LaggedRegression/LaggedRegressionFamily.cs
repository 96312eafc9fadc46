using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 9: the slope of prices and the bend of BQX as they were up to two hours ago, with the σ of their own minute.</summary>
internal sealed class LaggedRegressionFamily : IFeatureFamily
{
    internal static readonly int[] Lags = [15, 30, 60, 120];

    private const int BqxWindow = 60;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Lags.SelectMany(_ => Window.Regression, (lag, window) => Slope(window, lag))
            .Concat(Lags.SelectMany(_ => Window.Regression, (lag, window) => Bend(window, lag)))
            .Select((feature, index) => feature with { Id = 9001 + index }),
    ];

    public FamilyState CreateState(MarketState market) => new LaggedRegressionState(market);

    private static FeatureDefinition Slope(Window window, int lag) => new()
    {
        Id = 0,
        Name = $"reg_price_{window}_lag{lag}_slope_z",
        Family = FeatureFamily.LaggedRegression,
        Formula = $"reg_price_{window}_slope_z at t−{lag}",
        Window = window.Minutes,
        Lag = lag,
        Lookback = lag + Math.Max(window.Minutes, VolatilityFamily.SigmaLookback),
        Scaling = FeatureScaling.Standardised,
    };

    private static FeatureDefinition Bend(Window window, int lag) => new()
    {
        Id = 0,
        Name = $"reg_bqx_{window}_lag{lag}_quad_z",
        Family = FeatureFamily.LaggedRegression,
        Formula = $"q[t−{lag}], q[s] = reg_bqx_{window}_quad_term[s] / (σ[s]·d), d = " + QuadraticDeviation,
        Source = "bqx_w60_return",
        Window = window.Minutes,
        Lag = lag,
        Lookback = lag + Math.Max(window.Minutes + BqxWindow, VolatilityFamily.SigmaLookback),
        Scaling = FeatureScaling.Standardised,
    };

    /// <summary>What the standardised quadratic term of BQX is divided by.</summary>
    internal const string QuadraticDeviation =
        "(W−1)²·√(Σ_j (Σ_s w(s)·k(s−j))²), w(s) = [(s − (W−1)/2)² − (W²−1)/12]/N2, N2 = W(W²−1)(W²−4)/180, s = 0..W−1, "
        + "j = −59..W−1, k(m) = 60−m for m = 0..59, else 0: its deviation on a random walk of unit steps";
}
