using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 2: least-squares line and parabola through the last W closes, x = 0 (oldest) … W−1 (t). β1 = line's slope, a0 + a1·x + a2·x² =
/// parabola, SSE1 and SSE2 = their residual sums of squares, each at least W/12 ticks² (what rounding to ticks leaves), SST = total.
/// </summary>
internal sealed class RegressionFamily : IFeatureFamily
{
    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Window.Regression.SelectMany(OfWindow).Select((feature, index) => feature with { Id = 2001 + index })];

    public FamilyState CreateState(MarketState market) =>
        new RegressionState(market, series => series.PriceFits.Terms);

    private static IEnumerable<FeatureDefinition> OfWindow(Window window)
    {
        var prefix = $"reg_price_{window}_";
        var minutes = window.Minutes;

        FeatureDefinition Define(string name, FeatureScaling scaling, string formula, string? relation = null) => new()
        {
            Id = 0,
            Name = prefix + name,
            Family = FeatureFamily.Regression,
            Formula = formula,
            Window = minutes,
            Lookback = name == "slope_z" ? Math.Max(minutes, VolatilityFamily.SigmaLookback) : minutes,
            Scaling = scaling,
            LinearRelation = relation,
        };

        yield return Define(
            "slope_z", FeatureScaling.Standardised, "β1 / (P[t]·σ·√(6(W²+1)/(5W(W²−1)))): unit variance on a random walk");
        yield return Define(
            "intercept_rel",
            FeatureScaling.RelativeToPrice,
            "(line at x = 0) / P[t] − 1",
            minutes == 60 ? $"(bqx_w60_return − bqx_w60_endpoint) / 60 − ({prefix}lin_term + {prefix}quad_term) / 2" : null);
        yield return Define("r2_lin", FeatureScaling.Ratio, "1 − SSE1/SST; 0 where SST = 0");
        yield return Define("t_slope", FeatureScaling.Standardised, "β1·√(N1·(W−2)/SSE1), N1 = W(W²−1)/12");
        yield return Define("lin_term", FeatureScaling.RelativeToPrice, "a1·(W−1) / P[t]");
        yield return Define("quad_term", FeatureScaling.RelativeToPrice, "a2·(W−1)² / P[t]");
        yield return Define(
            "const_rel",
            FeatureScaling.RelativeToPrice,
            "a0 / P[t] − 1",
            $"{prefix}intercept_rel + {prefix}quad_term · {minutes - 2}/{6 * (minutes - 1)}");
        yield return Define("r2_quad", FeatureScaling.Ratio, "1 − SSE2/SST; 0 where SST = 0");
        yield return Define("rmse_rel", FeatureScaling.RelativeToPrice, "√(SSE2/W) / P[t]");
        yield return Define("end_resid_z", FeatureScaling.Standardised, "(P[t] − parabola at x = W−1) / √(SSE2/(W−3))");
        yield return Define(
            "apex_pos",
            FeatureScaling.Ratio,
            "place of the parabola's apex, −1 = oldest, 0 = middle, 1 = t, clipped to ±3: −β1/(a2·(W−1)); 0 where a2 = 0");
        yield return Define(
            "delta_r2", FeatureScaling.Ratio, "r2_quad − r2_lin", $"{prefix}r2_quad − {prefix}r2_lin");
    }
}
