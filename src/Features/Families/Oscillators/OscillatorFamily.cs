using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 13: classic oscillators of the price, and close-only versions of them on BQX60. Wilder's smoothing is S[s] = S[s−1] + (x[s] − S[s−1])/n,
/// S = 0 at the segment's first minute. Each is declared usable when what came before its lookback weighs less than e^−10.
/// </summary>
internal sealed class OscillatorFamily : IFeatureFamily
{
    private static readonly int[] RsiPeriods = [7, 14, 21];

    private const string AllBars = "high, low, close";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. RsiPeriods.Select(n => Rsi("osc_rsi", "close", n, "P", "0.01 tick", 0))
            .Concat(Macd("osc_macd", "close", "P", "P[t]·σ", 0))
            .Concat(PriceAlone())
            .Concat(RsiPeriods.Select(n => Rsi("osc_bqx_rsi", "bqx60", n, "bqx_w60_return", "0.01 tick / P[t]", 60)))
            .Concat(Macd("osc_bqx_macd", "bqx60", "bqx_w60_return", "σ·√S2(60), S2(60) = 73810", 60))
            .Concat(BqxAlone())
            .Select((feature, index) => feature with { Id = 13001 + index }),
    ];

    public FamilyState CreateState(MarketState market) =>
        new PairFamilyState<OscillatorState>(market, series => new OscillatorState(series));

    private static FeatureDefinition Define(
        string name, int window, int lookback, string source, string formula, FeatureScaling scaling = FeatureScaling.Ratio) => new()
        {
            Id = 0,
            Name = name,
            Family = FeatureFamily.Oscillators,
            Formula = formula,
            Source = source,
            Window = window,
            Lookback = lookback,
            Scaling = scaling,
        };

    private static FeatureDefinition Rsi(string prefix, string source, int n, string x, string floor, int more) => Define(
        $"{prefix}{n}",
        n,
        (10 * n) + more,
        source,
        $"W(x[t] − x[t−1]) / max(W(|x[t] − x[t−1]|), {floor}), W = Wilder's smoothing over {n}, x = {x}: RSI/50 − 1");

    private static IEnumerable<FeatureDefinition> Macd(string prefix, string source, string x, string unit, int more)
    {
        var lookback = Math.Max(200 + more, VolatilityFamily.SigmaLookback);
        const string Ewma = "E(x, n)[s] = E[s−1] + 2/(n+1)·(x[s] − E[s−1]), E = x at the segment's first minute";
        yield return Define(
            $"{prefix}_line", 26, lookback, source, $"m / ({unit}), m = E({x}, 12) − E({x}, 26), {Ewma}", FeatureScaling.Standardised);
        yield return Define(
            $"{prefix}_signal",
            26,
            lookback,
            source,
            $"E(m, 9) / ({unit}), m = E({x}, 12) − E({x}, 26), {Ewma}",
            FeatureScaling.Standardised);
        yield return Define(
            $"{prefix}_histogram", 26, lookback, source, $"{prefix}_line − {prefix}_signal", FeatureScaling.Standardised) with
        {
            LinearRelation = $"{prefix}_line − {prefix}_signal",
        };
    }

    private static IEnumerable<FeatureDefinition> PriceAlone()
    {
        const string Directional = ", W = Wilder's smoothing over 14, TR = max(H, C[−1]) − min(L, C[−1]), "
            + "DM+ = u if u > max(d, 0) else 0, DM− = d if d > max(u, 0) else 0, u = H − H[−1], d = L[−1] − L";
        var smoothed = 14 * 10;
        yield return Define(
            "osc_stoch_k", 14, 14, AllBars, "K = (P[t] − lowest L) / (highest H − lowest L) of the last 14 bars; 0.5 where they are equal");
        yield return Define("osc_stoch_d", 14, 16, AllBars, "mean of K[t], K[t−1], K[t−2], K = osc_stoch_k");
        yield return Define(
            "osc_cci20", 20, 20, AllBars, "(Y[t] − m) / mean_{i=0..19} |Y[t−i] − m|, m = mean Y, Y = (H + L + C)/3; 0 where all Y are equal: 0.015·CCI");
        yield return Define(
            "osc_roc12", 12, VolatilityFamily.SigmaLookback, "close", "ln(P[t] / P[t−12]) / (σ·√12)", FeatureScaling.Standardised) with
        {
            LinearRelation = $"({string.Join(" + ", Enumerable.Range(0, 12).Select(lag => $"ret_lag{lag:00}_z"))}) / √12",
        };
        yield return Define(
            "osc_adx14", 14, 2 * smoothed, AllBars, "W(|W(DM+) − W(DM−)| / max(W(DM+) + W(DM−), 0.01 tick))" + Directional);
        yield return Define("osc_di_plus14", 14, smoothed, AllBars, "W(DM+) / max(W(TR), 0.01 tick)" + Directional);
        yield return Define("osc_di_minus14", 14, smoothed, AllBars, "W(DM−) / max(W(TR), 0.01 tick)" + Directional);
        yield return Define(
            "osc_atr14", 14, VolatilityFamily.SigmaLookback, AllBars, "W(TR) / (P[t]·σ)" + Directional, FeatureScaling.Standardised);
        yield return Define("osc_er20", 20, 21, "close", "|P[t] − P[t−20]| / Σ_{i=0..19} |P[t−i] − P[t−i−1]|; 0 where nothing moved");
    }

    private static IEnumerable<FeatureDefinition> BqxAlone()
    {
        const string Fixed = ", F = bqx_w60_return rounded to 2^−30, within ±(1 − 2^−10)";
        yield return Define(
            "osc_bqx_stoch_k",
            14,
            74,
            "bqx60",
            "K = (F[t] − lowest) / (highest − lowest) of F[t−i], i = 0..13; 0.5 where they are equal" + Fixed);
        yield return Define("osc_bqx_stoch_d", 14, 76, "bqx60", "mean of K[t], K[t−1], K[t−2], K = osc_bqx_stoch_k");
        yield return Define(
            "osc_bqx_cci20",
            20,
            80,
            "bqx60",
            "(F[t] − m) / mean_{i=0..19} |F[t−i] − m|, m = mean F; 0 where all F are equal" + Fixed);
        yield return Define(
            "osc_bqx_er20",
            20,
            81,
            "bqx60",
            "|F[t] − F[t−20]| / Σ_{i=0..19} |F[t−i] − F[t−i−1]|; 0 where nothing moved" + Fixed);
    }
}
