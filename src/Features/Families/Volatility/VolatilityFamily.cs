using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 10, so far its EWMA of half-life 240 minutes alone: σ̂, the yardstick of all standardised features.</summary>
internal sealed class VolatilityFamily : IFeatureFamily
{
    /// <summary>240 returns need 241 closes.</summary>
    internal const int SigmaLookback = 241;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        new()
        {
            Id = 10001,
            Name = FeatureNames.Sigma,
            Family = FeatureFamily.Volatility,
            Formula = "max(√(Σ_{k≥0} λᵏ r[t−k]² / Σ_{k≥0} λᵏ), 0.5 tick / P[t]), λ = 2^(−1/240), from the segment's start",
            Window = 240,
            Lookback = SigmaLookback,
            Scaling = FeatureScaling.LogReturn,
        },
    ];

    public FamilyState CreateState(MarketState market) => new VolatilityState(market);
}
