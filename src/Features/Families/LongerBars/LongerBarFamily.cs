using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 19: bars of 5 and 15 minutes, aligned to market-minute numbers divisible by 5 and 15. All values are as of the last complete
/// bar: C1 is its close, C2 the close of the one before, σ that of its last minute, L its minutes.
/// </summary>
internal sealed class LongerBarFamily : IFeatureFamily
{
    internal static readonly int[] Lengths = [5, 15];

    // The slow average's weight of older bars is then 0.25 %: (25/27)^78.
    private const int SmoothedBars = 78;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Lengths.SelectMany(OfLength).Select((feature, index) => feature with { Id = 19001 + index })];

    public FamilyState CreateState(MarketState market) =>
        new PairFamilyState<LongerBarState>(market, series => new LongerBarState(series));

    private static IEnumerable<FeatureDefinition> OfLength(int minutes)
    {
        FeatureDefinition Define(string name, int bars, FeatureScaling scaling, string formula, string source = "close") => new()
        {
            Id = 0,
            Name = $"m{minutes}_{name}",
            Family = FeatureFamily.LongerBars,
            Formula = formula,
            Source = $"{source} of complete {minutes}-minute bars",
            Window = bars * minutes,
            Lookback = Math.Max((bars + 2) * minutes, VolatilityFamily.SigmaLookback + minutes),
            Scaling = scaling,
        };

        for (var lag = 1; lag <= 3; lag++)
        {
            yield return Define($"ret_lag{lag}_z", lag, FeatureScaling.Standardised, $"ln(C{lag} / C{lag + 1}) / (σ·√L)");
        }

        yield return Define(
            "rsi14", 14, FeatureScaling.Ratio, "(U − D) / (U + D), U and D = rises and falls of the last 14 closes; 0 where none moved");
        yield return Define(
            "macd_hist_z",
            SmoothedBars,
            FeatureScaling.Standardised,
            "(M − EMA9(M)) / (C1·σ·√L), M = EMA12 − EMA26 of the closes, EMAn: e += 2/(n + 1)·(C − e) from the segment's first complete bar, "
            + "where M and its average are 0");
        yield return Define(
            "atr14_z",
            14,
            FeatureScaling.Standardised,
            "mean over 14 bars of max(H, C before) − min(L, C before), / (C1·σ·√L)",
            "high, low, close");
        yield return Define(
            "vol_ratio", 20, FeatureScaling.Ratio, "√(mean of the last 5 squared log returns / mean of the last 20); 1 where none moved");
        yield return Define("sma20_z", 20, FeatureScaling.Standardised, "(C1 − mean of 20 closes) / (C1·σ·√(20·L))");
        yield return Define(
            "slope20_z",
            20,
            FeatureScaling.Standardised,
            "slope a bar of the line through n = 20 closes / (C1·σ·√L·√(6(n²+1)/(5n(n²−1))))");
        yield return Define("r2", 20, FeatureScaling.Ratio, "1 − SSE/SST of that line; 0 where SST = 0");
        yield return Define("body", 1, FeatureScaling.Ratio, "(C1 − open) / (high − low); 0 where high = low", "open, high, low, close");
        yield return Define(
            "wick_up", 1, FeatureScaling.Ratio, "(high − max(open, C1)) / (high − low); 0 where high = low", "open, high, low, close");
        yield return Define(
            "wick_down", 1, FeatureScaling.Ratio, "(min(open, C1) − low) / (high − low); 0 where high = low", "open, high, low, close");
        yield return Define(
            "streak", 20, FeatureScaling.Ratio, "sign(C1 − C2) · bars in a row, at most 20, that changed with that sign, / 20");
        yield return Define(
            "alignment",
            20,
            FeatureScaling.Ratio,
            "(sign(C1 − S5) + sign(S5 − S10) + sign(S10 − S20)) / 3, Sn = mean of the last n closes");
    }
}
