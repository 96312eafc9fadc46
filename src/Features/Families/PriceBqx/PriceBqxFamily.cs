using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 18: how price and B = BQX over 60 minutes move together. Each variance is at least what rounding prices to ticks leaves:
/// 1/(6P²) for returns, 1/(12P²) for prices over P[t], 305/P² for B, P = P[t].
/// </summary>
internal sealed class PriceBqxFamily : IFeatureFamily
{
    /// <summary>Windows of correlations and of the regression of price on B, minutes.</summary>
    internal static readonly int[] Windows = [60, 240];

    /// <summary>Lags of the correlations, minutes.</summary>
    internal static readonly int[] Lags = [0, 1, 5, 15];

    /// <summary>Windows of the variance ratios, minutes.</summary>
    internal static readonly int[] RatioWindows = [60, 240, 630];

    private const int BqxWindow = 60;
    private const int SignWindow = 60;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Windows.SelectMany(_ => Lags, Correlation)
            .Concat(RatioWindows.Select(VarianceRatio))
            .Concat(Window.Regression.Select(SlopeDifference))
            .Concat(Window.Regression.Select(ShareDifference))
            .Concat(Windows.Select(Residual))
            .Concat(Windows.Select(Share))
            .Append(SignAgreement())
            .Select((feature, index) => feature with { Id = 18001 + index }),
    ];

    public FamilyState CreateState(MarketState market)
    {
        var phases = new ShadowPhases(PriceBqxState.LaneWindows);
        return new PairFamilyState<PriceBqxState>(market, series => new PriceBqxState(series, phases));
    }

    private static FeatureDefinition Correlation(int window, int lag) => Define(
        $"corr_w{window}_lag{lag}",
        FeatureScaling.Ratio,
        window,
        "cov(r, B) / √(max(var r, 1/(6P²))·max(var B, 305/P²)) of the pairs (r[s−lag], B[s]), s = t−W+1..t") with { Lag = lag };

    private static FeatureDefinition VarianceRatio(int window) => Define(
        $"var_ratio_w{window}",
        FeatureScaling.Ratio,
        window,
        "(v − u) / max(v + u, 305/P²), v = var B over t−W+1..t, u = S2(60)·mean r² over t−W+1..t, S2(60) = 73810");

    private static FeatureDefinition SlopeDifference(Window window) => Define(
        $"slope_diff_{window}",
        FeatureScaling.Ratio,
        window.Minutes,
        $"(a − b) / (1 + |a| + |b|), a = reg_price_{window}_slope_z, b = reg_bqx_{window}_slope_z") with
    {
        Lookback = Math.Max(window.Minutes + BqxWindow, VolatilityFamily.SigmaLookback),
    };

    private static FeatureDefinition ShareDifference(Window window) => Define(
        $"r2_diff_{window}",
        FeatureScaling.Ratio,
        window.Minutes,
        $"(a − b) / (a + b + {FitDifferences.LeastShare}), a = reg_price_{window}_r2_lin, b = reg_bqx_{window}_r2_lin");

    private static FeatureDefinition Residual(int window) => Define(
        $"resid_z_w{window}",
        FeatureScaling.Standardised,
        window,
        "(p[t] − mean p − β·(B[t] − mean B)) / √max(v − β·cov(p, B), v/1e6), v = max(var p, 1/(12P²)), "
        + "β = cov(p, B) / max(var B, 305/P²), p[s] = P[s]/P[t], s = t−W+1..t");

    private static FeatureDefinition Share(int window) => Define(
        $"r2_w{window}",
        FeatureScaling.Ratio,
        window,
        "cov(p, B)² / (max(var p, 1/(12P²))·max(var B, 305/P²)), p[s] = P[s]/P[t], s = t−W+1..t");

    private static FeatureDefinition SignAgreement() => Define(
        $"sign_agreement_w{SignWindow}", FeatureScaling.Ratio, SignWindow, "mean of sign(r[s])·sign(−B[s]), s = t−59..t");

    private static FeatureDefinition Define(string name, FeatureScaling scaling, int window, string formula) => new()
    {
        Id = 0,
        Name = "pb_" + name,
        Family = FeatureFamily.PriceBqx,
        Formula = formula,
        Source = "close, bqx_w60_return",
        Window = window,
        Lookback = window + BqxWindow,
        Scaling = scaling,
    };
}
