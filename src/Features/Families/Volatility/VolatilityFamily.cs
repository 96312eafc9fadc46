using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 10: volatility by EWMA, by squared returns and by the bars' ranges (Parkinson 1980; Garman and Klass 1980), the part of it that jumps
/// (Barndorff-Nielsen and Shephard 2004), its own variation, ratios of windows, and how much of it comes from rises.
/// </summary>
internal sealed class VolatilityFamily : IFeatureFamily
{
    /// <summary>240 returns need 241 closes.</summary>
    internal const int SigmaLookback = 241;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Ewma()
            .Concat(RealisedVolatility.Windows.Select(Realised))
            .Concat(RealisedVolatility.Windows.Select(Parkinson))
            .Concat(RealisedVolatility.Windows.Select(GarmanKlass))
            .Concat(new[] { 60, 240, 1440 }.Select(Jump))
            .Concat(VolatilityOfVolatility.Windows.Select(Variation))
            .Concat(Ratios())
            .Concat(new[] { 60, 240, 630, 1440 }.Select(Semivariance))
            .Select((feature, index) => feature with { Id = 10001 + index }),
    ];

    public FamilyState CreateState(MarketState market)
    {
        var phases = new VolatilityPhases();
        return new PairFamilyState<VolatilityState>(market, series => new VolatilityState(series, phases));
    }

    private static FeatureDefinition Define(string name, int window, int lookback, FeatureScaling scaling, string formula) => new()
    {
        Id = 0,
        Name = name,
        Family = FeatureFamily.Volatility,
        Formula = formula,
        Window = window,
        Lookback = lookback,
        Scaling = scaling,
    };

    private static IEnumerable<FeatureDefinition> Ewma()
    {
        yield return OfHalfLife(240, FeatureNames.Sigma);
        foreach (var halfLife in EwmaVolatilities.HalfLives)
        {
            yield return OfHalfLife(halfLife, $"vol_ewma_h{halfLife}");
        }
    }

    private static FeatureDefinition OfHalfLife(int halfLife, string name) => Define(
        name,
        halfLife,
        halfLife + 1,
        FeatureScaling.LogReturn,
        $"max(√(Σ_{{k≥0}} λᵏ r[t−k]² / Σ_{{k≥0}} λᵏ), 0.5 tick / P[t]), λ = 2^(−1/{halfLife}), from the segment's start");

    private static FeatureDefinition Realised(int window) =>
        Define($"vol_rv_w{window}", window, window + 1, FeatureScaling.LogReturn, "√(mean_{i=0..W−1} r[t−i]²)");

    private static FeatureDefinition Parkinson(int window) => Define(
        $"vol_parkinson_w{window}",
        window,
        window,
        FeatureScaling.LogReturn,
        "√(mean_{i=0..W−1} ln(H[t−i]/L[t−i])² / (4·ln 2))") with
    {
        Source = "high, low",
    };

    private static FeatureDefinition GarmanKlass(int window) => Define(
        $"vol_garman_klass_w{window}",
        window,
        window,
        FeatureScaling.LogReturn,
        "√(mean_{i=0..W−1} [½·ln(H/L)² − (2·ln 2 − 1)·ln(C/O)²] of bar t−i)") with
    {
        Source = "open, high, low, close",
    };

    private static FeatureDefinition Jump(int window) => Define(
        $"vol_jump_w{window}",
        window,
        window + 1,
        FeatureScaling.Ratio,
        "(S − (π/2)·W/(W−1)·Σ_{i=0..W−2} |r[t−i]|·|r[t−i−1]|) / max(S, (½·tick / P[t])²), S = Σ_{i=0..W−1} r[t−i]²");

    private static FeatureDefinition Variation(int window) => Define(
        $"vol_of_vol_w{window}",
        window,
        window + 15,
        FeatureScaling.Ratio,
        "max(√(mean_{i=0..W−1} v[t−i]² − m²), 10⁻⁴·m) / max(m, 0.5 tick / P[t]), m = mean_{i=0..W−1} v[t−i], v = vol_rv_w15");

    private static IEnumerable<FeatureDefinition> Ratios()
    {
        foreach (var (window, to) in new[] { (5, 60), (15, 120), (30, 240), (60, 630), (240, 1440) })
        {
            yield return Define(
                $"vol_ratio_w{window}_w{to}",
                to,
                to + 1,
                FeatureScaling.Ratio,
                $"vol_rv_w{window} / max(vol_rv_w{to}, 0.02 tick / P[t])");
        }

        yield return Define(
            "vol_ratio_parkinson_rv_w60",
            60,
            61,
            FeatureScaling.Ratio,
            "min(vol_parkinson_w60 / max(vol_rv_w60, 0.02 tick / P[t]), 10)") with
        {
            Source = "high, low, close",
        };
    }

    private static FeatureDefinition Semivariance(int window) => Define(
        $"vol_semivariance_w{window}",
        window,
        window + 1,
        FeatureScaling.Ratio,
        "Σ_{i=0..W−1} sign(r[t−i])·r[t−i]² / max(Σ_{i=0..W−1} r[t−i]², (½·tick / P[t])²): −1 = falls only, 1 = rises only");
}
