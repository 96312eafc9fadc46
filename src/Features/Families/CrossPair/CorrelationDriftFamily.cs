using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X3: how the correlation with each sister has changed within an hour.</summary>
internal sealed class CorrelationDriftFamily : IFeatureFamily
{
    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Enumerable.Range(0, Sisters.Count).Select(slot => new FeatureDefinition
        {
            Id = 103001 + slot,
            Name = FeatureNames.CorrelationDrift(slot),
            Family = FeatureFamily.CorrelationDrift,
            Formula = $"atanh ρ[t] − atanh ρ[t−60], clipped to ±3, ρ = x_corr_{Sisters.Slot(slot)}_w60 clipped to ±0.999",
            Source = "close of the pair and of the sister",
            Window = 60,
            Lag = CorrelationDriftState.Lag,
            Lookback = 60 + CorrelationDriftState.Lag + 1,
            Scaling = FeatureScaling.Ratio,
        }),
    ];

    public FamilyState CreateState(MarketState market) => new CorrelationDriftState(market);
}
