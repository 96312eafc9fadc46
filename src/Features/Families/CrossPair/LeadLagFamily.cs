using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family X4: each sister's BQX60 and the bend of its parabola, at the lag by which the sister leads. The only family with fitted
/// parameters: a <see cref="LeadLagGraph"/>, by default 5 minutes everywhere.
/// </summary>
internal sealed class LeadLagFamily : IFeatureFamily
{
    private const string Lag = "ℓ = lag of the edge in the lead-lag graph, 1 to 15, 5 by default";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Enumerable.Range(0, Sisters.Count)
            .SelectMany(slot => new[]
            {
                Define(slot, "z", "BQX60[t−ℓ] / (σ[t−ℓ]·√S2(60)), S2(n) = n(n+1)(2n+1)/6"),
                Define(slot, "quad", "reg_bqx_w60_quad_term[t−ℓ] / (σ[t−ℓ]·d), d = its deviation on a random walk of unit steps"),
            })
            .Select((feature, index) => feature with { Id = 104001 + index }),
    ];

    public FamilyState CreateState(MarketState market) => new LeadLagState(market);

    private static FeatureDefinition Define(int slot, string name, string formula) => new()
    {
        Id = 0,
        Name = $"x_lead_{Sisters.Slot(slot)}_{name}_w60",
        Family = FeatureFamily.LeadLag,
        Formula = $"orientation of sister {slot + 1} · {formula}, all of the sister; {Lag}",
        Source = "bqx_w60_return of the sister",
        Window = 60,
        Lag = LeadLagGraph.DefaultLag,
        Lookback = VolatilityFamily.SigmaLookback + LeadLagGraph.MaxLag,
        Scaling = FeatureScaling.Standardised,
    };
}
