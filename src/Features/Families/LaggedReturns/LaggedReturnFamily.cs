using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>Family 7: the last sixty one-minute returns in units of today's σ̂.</summary>
internal sealed class LaggedReturnFamily : IFeatureFamily
{
    internal const int Lags = 60;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Enumerable.Range(0, Lags).Select(lag => new FeatureDefinition
        {
            Id = 7001 + lag,
            Name = $"ret_lag{lag:00}_z",
            Family = FeatureFamily.LaggedReturns,
            Formula = $"r[t−{lag}] / σ[t], r[s] = ln(P[s] / P[s−1])",
            Window = 1,
            Lag = lag,
            Lookback = VolatilityFamily.SigmaLookback,
            Scaling = FeatureScaling.Standardised,
        }),
    ];

    public FamilyState CreateState(MarketState market) => new LaggedReturnState(market);
}
