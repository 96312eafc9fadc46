using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 20: shape of the one-minute bars, and what ranges, bounces, standing prices and gaps say of the spread. O, H, L, P are a bar's
/// open, high, low and close, x[t] = P[t] − P[t−1].
/// </summary>
internal sealed class MicrostructureFamily : IFeatureFamily
{
    internal static readonly int[] Windows = [60, 240];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Bars().Concat(OfWindows()).Select((feature, index) => feature with { Id = 20001 + index })];

    public FamilyState CreateState(MarketState market) =>
        new PairFamilyState<MicrostructureState>(market, series => new MicrostructureState(series));

    private static IEnumerable<FeatureDefinition> Bars()
    {
        yield return Define("body_z", 1, FeatureScaling.Standardised, "(P[t] − O[t]) / (P[t]·σ)");
        yield return Define("wick_up_z", 1, FeatureScaling.Standardised, "(H[t] − max(O[t], P[t])) / (P[t]·σ)");
        yield return Define("wick_down_z", 1, FeatureScaling.Standardised, "(min(O[t], P[t]) − L[t]) / (P[t]·σ)");
        yield return Define("range_z", 1, FeatureScaling.Standardised, "(H[t] − L[t]) / (P[t]·σ)");
        yield return Define("body_share", 1, FeatureScaling.Ratio, "(P[t] − O[t]) / (H[t] − L[t]); 0 where H = L");
        yield return Define("body_share_w60", 60, FeatureScaling.Ratio, "Σ (P − O) / Σ (H − L) over 60 minutes; 0 where all H = L");
    }

    private static IEnumerable<FeatureDefinition> OfWindows()
    {
        foreach (var window in Windows)
        {
            yield return Define(
                $"spread_cs_w{window}",
                window,
                FeatureScaling.Standardised,
                "Corwin–Schultz, (1 + √2)·(√(2·mean (H − L)²) − √(mean (range of two minutes)²)) / (P[t]·σ), means over W minutes; signed");
        }

        foreach (var window in Windows)
        {
            yield return Define(
                $"spread_roll_w{window}",
                window,
                FeatureScaling.Standardised,
                "Roll, −sign(c)·2·√|c| / (P[t]·σ), c = mean of x[s]·x[s−1] over W minutes");
        }

        foreach (var window in Windows)
        {
            yield return Define($"zero_share_w{window}", window, FeatureScaling.Ratio, "share of the last W minutes with P[s] = P[s−1]");
        }

        yield return Define("gap_z", 1, FeatureScaling.Standardised, "|O[t] − P[t−1]| / (P[t]·σ)");
        yield return Define("gap_z_w60", 60, FeatureScaling.Standardised, "mean of |O[s] − P[s−1]| over 60 minutes / (P[t]·σ)");
        foreach (var window in Windows)
        {
            yield return Define($"missing_w{window}", window, FeatureScaling.Ratio, "share of the last W minutes without a bar of the pair");
        }
    }

    private static FeatureDefinition Define(string name, int window, FeatureScaling scaling, string formula) => new()
    {
        Id = 0,
        Name = $"bar_{name}",
        Family = FeatureFamily.Microstructure,
        Formula = formula,
        Source = "open, high, low, close",
        Window = window,
        Lookback = Math.Max(window + 2, VolatilityFamily.SigmaLookback),
        Scaling = scaling,
    };
}
