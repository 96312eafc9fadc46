using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X1: the terms of the parabola through BQX60, the pair's own times each sister's.</summary>
internal sealed class MomentumProductFamily : IFeatureFamily
{
    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Enumerable.Range(0, Sisters.Count)
            .SelectMany(slot => new[] { Define(slot, "lin"), Define(slot, "quad") })
            .Select((feature, index) => feature with { Id = 101001 + index }),
    ];

    public FamilyState CreateState(MarketState market) => new MomentumProductState(market);

    private static FeatureDefinition Define(int slot, string term) => new()
    {
        Id = 0,
        Name = $"x_momentum_{Sisters.Slot(slot)}_{term}_w60",
        Family = FeatureFamily.MomentumProducts,
        Formula =
            $"orientation of sister {slot + 1} · own z · sister's z, z = reg_bqx_w60_{term}_term / (σ·d), each pair's own σ, "
            + "d = deviation of the term where prices are a random walk of unit steps",
        Source = "bqx_w60_return of the pair and of the sister",
        Window = 60,
        Lookback = VolatilityFamily.SigmaLookback,
        Scaling = FeatureScaling.Standardised,
    };
}
