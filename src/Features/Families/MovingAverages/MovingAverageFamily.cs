using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 14: distance of the close to simple and exponential averages of the typical price over n minutes, and of BQX60 to its own. The
/// close's distances are in units of the deviation of close less its average on a random walk; those of BQX60 in units of its own deviation
/// there. An average of closes would be a linear combination of the lagged returns.
/// </summary>
internal sealed class MovingAverageFamily : IFeatureFamily
{
    private static readonly int[] Periods = [5, 10, 20, 50, 100, 200];

    private const string Bars = "high, low, close";
    private const string Ewma = ", E[s] = E[s−1] + 2/(n+1)·(x[s] − E[s−1]), E = x at the segment's first minute";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Periods.Select(PriceSimple)
            .Concat(Periods.Select(PriceExponential))
            .Concat(Periods.Select(BqxSimple))
            .Concat(Periods.Select(BqxExponential))
            .Select((feature, index) => feature with { Id = 14001 + index }),
    ];

    public FamilyState CreateState(MarketState market)
    {
        var phases = MovingAverageState.NewPhases();
        return new PairFamilyState<MovingAverageState>(market, series => new MovingAverageState(series, phases));
    }

    private static FeatureDefinition PriceSimple(int n) =>
        Define($"ma_price_sma{n}_z", n, n, Bars, "(P[t] − mean_{i=0..n−1} Y[t−i]) / (P[t]·σ·√((n−1)(2n−1)/(6n))), Y = (H + L + C)/3");

    private static FeatureDefinition PriceExponential(int n) =>
        Define($"ma_price_ema{n}_z", n, 5 * n, Bars, "(P[t] − E[t]) / (P[t]·σ·(n−1)/(2√n)), x = (H + L + C)/3" + Ewma);

    private static FeatureDefinition BqxSimple(int n) => Define(
        $"ma_bqx_sma{n}_z", n, n + 60, "bqx60", "(B[t] − mean_{i=0..n−1} B[t−i]) / (σ·√S2(60)), B = bqx_w60_return, S2(60) = 73810");

    private static FeatureDefinition BqxExponential(int n) => Define(
        $"ma_bqx_ema{n}_z",
        n,
        (5 * n) + 60,
        "bqx60",
        "(B[t] − E[t]) / (σ·√S2(60)), S2(60) = 73810, x = B = bqx_w60_return, 0 in the segment's first 60 minutes" + Ewma);

    // An exponential average is declared usable when what came before its lookback weighs less than e^−10.
    private static FeatureDefinition Define(string name, int n, int lookback, string source, string formula) => new()
    {
        Id = 0,
        Name = name,
        Family = FeatureFamily.MovingAverages,
        Formula = formula,
        Source = source,
        Window = n,
        Lookback = Math.Max(lookback, VolatilityFamily.SigmaLookback),
        Scaling = FeatureScaling.Standardised,
    };
}
