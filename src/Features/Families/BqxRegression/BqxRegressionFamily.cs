using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 3: least-squares line and parabola through the last W values of B = BQX over 60 minutes, x = 0 (oldest) … W−1 (t).
/// β1 = line's slope, a0 + a1·x + a2·x² = parabola, SSE1 and SSE2 = their residual sums of squares and SST = total, each at least
/// 305·W/P[t]² (what rounding prices to ticks leaves), N1 = W(W²−1)/12, N2 = N1·(W²−4)/15.
/// </summary>
internal sealed class BqxRegressionFamily : IFeatureFamily
{
    private const int BqxWindow = 60;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Window.Regression.SelectMany(OfWindow).Select((feature, index) => feature with { Id = 3001 + index })];

    public FamilyState CreateState(MarketState market) => new RegressionState(market, series => series.BqxFits.Terms);

    private static IEnumerable<FeatureDefinition> OfWindow(Window window)
    {
        var prefix = $"reg_bqx_{window}_";
        var minutes = window.Minutes;

        FeatureDefinition Define(string name, FeatureScaling scaling, string formula, string? relation = null) => new()
        {
            Id = 0,
            Name = prefix + name,
            Family = FeatureFamily.BqxRegression,
            Formula = formula,
            Source = "bqx_w60_return",
            Window = minutes,
            Lookback = name == "slope_z" ? Math.Max(minutes + BqxWindow, VolatilityFamily.SigmaLookback) : minutes + BqxWindow,
            Scaling = scaling,
            LinearRelation = relation,
        };

        yield return Define(
            "slope_z",
            FeatureScaling.Standardised,
            "β1 / (σ·d), d² = Σ_j (Σ_s w(s)·k(s−j))², w(s) = (s − (W−1)/2)/N1, s = 0..W−1, j = −59..W−1, k(m) = 60−m for m = 0..59, else 0: "
            + "unit variance on a random walk");
        yield return Define("intercept_rel", FeatureScaling.RelativeToPrice, "(line at x = 0) − B[t]");
        yield return Define("r2_lin", FeatureScaling.Ratio, "β1²·N1/SST");
        yield return Define("t_slope", FeatureScaling.Standardised, "β1·√(N1·(W−2)/SSE1)");
        yield return Define("lin_term", FeatureScaling.RelativeToPrice, "a1·(W−1)");
        yield return Define("quad_term", FeatureScaling.RelativeToPrice, "a2·(W−1)²");
        yield return Define(
            "const_rel",
            FeatureScaling.RelativeToPrice,
            "a0 − B[t]",
            $"{prefix}intercept_rel + {prefix}quad_term · {minutes - 2}/{6 * (minutes - 1)}");
        yield return Define("r2_quad", FeatureScaling.Ratio, "(β1²·N1 + a2²·N2)/SST");
        yield return Define("rmse_rel", FeatureScaling.RelativeToPrice, "√(SSE2/W)");
        yield return Define("end_resid_z", FeatureScaling.Standardised, "(B[t] − parabola at x = W−1) / √(SSE2/(W−3))");
        yield return Define(
            "apex_pos",
            FeatureScaling.Ratio,
            "place of the parabola's apex, −1 = oldest, 0 = middle, 1 = t, clipped to ±3: −L·Q/(Q² + 1e-16), L = β1·(W−1), Q = a2·(W−1)²");
        yield return Define(
            "delta_r2", FeatureScaling.Ratio, "r2_quad − r2_lin", $"{prefix}r2_quad − {prefix}r2_lin");
    }
}
