using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 6: BQX of up to three hours ago in units of its deviation on a random walk, with the σ of its own minute.</summary>
internal sealed class LaggedBqxFamily : IFeatureFamily
{
    internal static readonly int[] Lags = [1, 2, 3, 5, 10, 15, 30, 45, 60, 90, 120, BqxSeries.DeepestZ];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Window.Bqx.SelectMany(_ => Lags, (window, lag) => (Window: window, Lag: lag)).Select((item, index) => new FeatureDefinition
        {
            Id = 6001 + index,
            Name = $"bqx_{item.Window}_lag{item.Lag}_z",
            Family = FeatureFamily.LaggedBqx,
            Formula = $"z[t−{item.Lag}], z[s] = Σ_{{i=1..W}} (P[s−i] − P[s]) / (P[s]·σ[s]·√S2(W)), S2(n) = n(n+1)(2n+1)/6",
            Window = item.Window.Minutes,
            Lag = item.Lag,
            Lookback = item.Lag + VolatilityFamily.SigmaLookback,
            Scaling = FeatureScaling.Standardised,
        }),
    ];

    public FamilyState CreateState(MarketState market) => new LaggedBqxState(market);
}
