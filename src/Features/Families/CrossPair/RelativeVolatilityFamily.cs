using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X2: realised volatility against each sister's. Above ln 1.5 the event is the pair's own, below −ln 1.5 the sister's.</summary>
internal sealed class RelativeVolatilityFamily : IFeatureFamily
{
    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Enumerable.Range(0, Sisters.Count).Select(slot => new FeatureDefinition
        {
            Id = 102001 + slot,
            Name = FeatureNames.RelativeVolatility(slot),
            Family = FeatureFamily.RelativeVolatility,
            Formula = $"ln(RV / RV of sister {slot + 1}), RV = max(√(Σ r² / 60), 0.5 / P[t]) over the last 60 minutes",
            Source = "close of the pair and of the sister",
            Window = 60,
            Lookback = 61,
            Scaling = FeatureScaling.Ratio,
        }),
    ];

    public FamilyState CreateState(MarketState market) => new RelativeVolatilityState(market);
}
