using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>Family 8: returns over longer horizons, each in units of its own deviation on a random walk.</summary>
internal sealed class HorizonReturnFamily : IFeatureFamily
{
    internal static readonly int[] Horizons = [2, 3, 5, 10, 90, 120, 150, 180, 240, 390, 630, 1440];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Horizons.Select((horizon, index) => new FeatureDefinition
        {
            Id = 8001 + index,
            Name = $"ret_h{horizon}_z",
            Family = FeatureFamily.HorizonReturns,
            Formula = $"ln(P[t] / P[t−{horizon}]) / (σ·√{horizon})",
            Window = horizon,
            Lookback = Math.Max(horizon + 1, VolatilityFamily.SigmaLookback),
            Scaling = FeatureScaling.Standardised,
            LinearRelation = horizon <= LaggedReturnFamily.Lags
                ? $"({string.Join(" + ", Enumerable.Range(0, horizon).Select(lag => $"ret_lag{lag:00}_z"))}) / √{horizon}"
                : null,
        }),
    ];

    public FamilyState CreateState(MarketState market) => new HorizonReturnState(market);
}
