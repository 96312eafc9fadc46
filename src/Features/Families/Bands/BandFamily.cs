using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 12: where price and BQX60 stand among their past. Deviations are at least half a pipette (price) or 30 pipettes (BQX60), so that a
/// flat market gives 0 for z and 0.5 for positions and ranks.
/// </summary>
internal sealed class BandFamily : IFeatureFamily
{
    private static readonly int[] Windows = [20, 50, 120, 240, 630];

    private const string Fixed = "F = bqx_w60_return rounded to 2^−30, within ±(1 − 2^−10)";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Price().Concat(Bqx()).Select((feature, index) => feature with { Id = 12001 + index })];

    public FamilyState CreateState(MarketState market)
    {
        var phases = BandState.NewPhases();
        return new PairFamilyState<BandState>(market, series => new BandState(series, phases));
    }

    private static IEnumerable<FeatureDefinition> Price()
    {
        const string Deviation = "sd = √(mean_{i=0..W−1} P[t−i]² − mean²)";
        return Kind("price_z", "close", 0, $"(P[t] − mean_{{i=0..W−1}} P[t−i]) / max(sd, 0.5 tick), {Deviation}", FeatureScaling.Standardised)
            .Concat(Kind(
                "price_donchian", "high, low, close", 0, "(P[t] − lowest L) / (highest H − lowest L) of the last W bars; 0.5 where they are equal"))
            .Concat(Kind("price_width", "close", 0, $"4·sd / (P[t]·σ·√W), {Deviation}", FeatureScaling.Standardised))
            .Concat(Kind("price_rank", "close", 1, "(count of P[t−i] < P[t] + ½·count of P[t−i] = P[t]) / W, i = 1..W"));
    }

    private static IEnumerable<FeatureDefinition> Bqx()
    {
        const string Deviation = "sd = √(mean_{i=0..W−1} B[t−i]² − mean²), B = bqx_w60_return";
        return Kind(
                "bqx_z", "bqx60", 60, $"(B[t] − mean_{{i=0..W−1}} B[t−i]) / max(sd, 30 ticks / P[t]), {Deviation}", FeatureScaling.Standardised)
            .Concat(Kind(
                "bqx_donchian", "bqx60", 60, $"(F[t] − lowest) / (highest − lowest) of F[t−i], i = 0..W−1; 0.5 where they are equal; {Fixed}"))
            .Concat(Kind("bqx_width", "bqx60", 60, $"4·sd / (σ·√S2(60)), S2(60) = 73810, {Deviation}", FeatureScaling.Standardised))
            .Concat(Kind("bqx_rank", "bqx60", 61, $"(count of F[t−i] < F[t] + ½·count of F[t−i] = F[t]) / W, i = 1..W, {Fixed}"));
    }

    private static IEnumerable<FeatureDefinition> Kind(
        string kind, string source, int more, string formula, FeatureScaling scaling = FeatureScaling.Ratio) =>
        Windows.Select(window => new FeatureDefinition
        {
            Id = 0,
            Name = $"band_{kind}_w{window}",
            Family = FeatureFamily.Bands,
            Formula = formula,
            Source = source,
            Window = window,
            Lookback = kind.EndsWith("width", StringComparison.Ordinal)
                ? Math.Max(window + more, VolatilityFamily.SigmaLookback)
                : window + more,
            Scaling = scaling,
        });
}
