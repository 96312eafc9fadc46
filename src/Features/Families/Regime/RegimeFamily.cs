using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 15: regime of the last hour, activity against the last day, persistence of the path and jumps. x[t] = P[t] − P[t−1], N = 240
/// minutes. Nothing is fitted: all cuts are constants.
/// </summary>
internal sealed class RegimeFamily : IFeatureFamily
{
    /// <summary>Minutes at which a run stops counting.</summary>
    internal const int LongestRun = 15;

    /// <summary>Largest autoregressive coefficient shown.</summary>
    internal const double LargestPhi = 1.1;

    /// <summary>Slope b at which half a deviation takes all of the window to fade: −ln 2 / 240.</summary>
    internal const double SlowestSlope = -0.6931471805599453 / PathSums.Window;

    private const int BqxLookback = 61;
    private static readonly string[] Classes = ["strong_bear", "bear", "neutral", "bull", "strong_bull"];
    private static readonly string[] Bounds = ["z ≤ −1.5", "−1.5 < z ≤ −0.5", "−0.5 < z ≤ 0.5", "0.5 < z ≤ 1.5", "z > 1.5"];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Regimes().Concat(Terciles()).Concat(Courses()).Concat(Reversions()).Concat(Jumps())
            .Select((feature, index) => feature with { Id = 15001 + index }),
    ];

    public FamilyState CreateState(MarketState market) =>
        new PairFamilyState<RegimeState>(market, series => new RegimeState(series));

    private static IEnumerable<FeatureDefinition> Regimes() => Classes.Select((name, k) => Define(
        name,
        60,
        VolatilityFamily.SigmaLookback,
        FeatureScaling.Ratio,
        $"1 where {Bounds[k]}, else 0; z = −BQX60/(σ·√S2(60)), S2(n) = n(n+1)(2n+1)/6",
        k == 4 ? $"1 − {string.Join(" − ", Classes[..4].Select(other => $"regime_{other}"))}" : null));

    private static IEnumerable<FeatureDefinition> Terciles()
    {
        const string A = "A = Σ |x| over 60 minutes, M = mean of A over the last 1380 minutes";
        FeatureDefinition Of(string name, string condition, string? relation = null) => Define(
            name, PathSums.Day, PathSums.Day + PathSums.Activity, FeatureScaling.Ratio, $"1 where {condition}, else 0; {A}", relation);

        yield return Of("vol_low", "A < 0.8·M");
        yield return Of("vol_mid", "0.8·M ≤ A ≤ 1.1·M");
        yield return Of("vol_high", "A > 1.1·M", "1 − regime_vol_low − regime_vol_mid");
    }

    private static IEnumerable<FeatureDefinition> Courses()
    {
        yield return Define(
            "age",
            RegimeHistory.OldestAge,
            VolatilityFamily.SigmaLookback + RegimeHistory.OldestAge + 1,
            FeatureScaling.Ratio,
            $"ln(1 + n)/ln({RegimeHistory.OldestAge + 1}), n = minutes since the class of z changed, at most {RegimeHistory.OldestAge}");
        yield return Define(
            $"transitions_w{RegimeHistory.Window}",
            RegimeHistory.Window,
            VolatilityFamily.SigmaLookback + RegimeHistory.Window,
            FeatureScaling.Ratio,
            $"changes of the class of z within {RegimeHistory.Window} minutes / {RegimeHistory.Window}");
        yield return Define(
            "trend_w240", PathSums.Window, PathSums.Window + 1, FeatureScaling.Ratio, "(P[t] − P[t−N]) / Σ |x|; 0 where nothing moved");
        yield return Define(
            "alignment", 75, BqxLookback + 15, FeatureScaling.Ratio, "mean of sign(−BQX) over the windows 15, 30, 45, 60, 75");
    }

    private static IEnumerable<FeatureDefinition> Reversions()
    {
        foreach (var span in PathSums.Spans.Skip(1))
        {
            yield return Define(
                $"variance_ratio{span}_w240",
                PathSums.Window,
                PathSums.Window + span,
                FeatureScaling.Ratio,
                $"min(Σ (P[s] − P[s−{span}])² / ({span}·Σ x²), {span}), sums over the last N minutes; 1 where Σ x² = 0");
        }

        yield return Define(
            "ar1_w240",
            PathSums.Window,
            PathSums.Window + 1,
            FeatureScaling.Ratio,
            "φ = 1 + b clipped to −1…1.1, b = least-squares slope, with a constant, of x[s] on P[s−1] over N minutes; b = 0 where P stood");
        yield return Define(
            "half_life_w240",
            PathSums.Window,
            PathSums.Window + 1,
            FeatureScaling.Ratio,
            "half-life of a deviation under that slope, min(ln 2 / (−b·N), 1); 1 where b ≥ 0");
    }

    private static IEnumerable<FeatureDefinition> Jumps()
    {
        const string Jump = "a jump: |r[s]| > 4·σ[s−1]";
        const int Lookback = VolatilityFamily.SigmaLookback + JumpHistory.Window;
        var longest = JumpHistory.OldestAge;
        yield return Define(
            "jump_size", 1, VolatilityFamily.SigmaLookback + 1, FeatureScaling.Standardised, "min(|r[t]| / σ[t−1], 20)");
        yield return Define("jump_count_w60", JumpHistory.Short, Lookback, FeatureScaling.Ratio, $"jumps within 60 minutes; {Jump}");
        yield return Define("jump_count_w240", JumpHistory.Window, Lookback, FeatureScaling.Ratio, $"jumps within N minutes; {Jump}");
        yield return Define(
            "jump_net_w240", JumpHistory.Window, Lookback, FeatureScaling.Ratio, $"rising less falling jumps within N minutes; {Jump}");
        yield return Define(
            "jump_share_w240", JumpHistory.Window, Lookback, FeatureScaling.Ratio, $"Σ x² of jumps / Σ x² over N minutes; 0 where it is 0; {Jump}");
        yield return Define(
            "jump_age",
            longest,
            VolatilityFamily.SigmaLookback + longest + 1,
            FeatureScaling.Ratio,
            $"ln(1 + n)/ln({longest + 1}), n = minutes since the last jump, at most {longest}; {Jump}");
        yield return Define(
            "jump_last_z",
            longest,
            VolatilityFamily.SigmaLookback + longest + 1,
            FeatureScaling.Standardised,
            $"r/σ[s−1] of the last jump, clipped to ±20; 0 where it is {longest} minutes old or older; {Jump}");
        yield return Define(
            "run",
            LongestRun,
            LongestRun + 1,
            FeatureScaling.Ratio,
            $"sign(x[t]) · minutes in a row, at most {LongestRun}, with that sign of x, / {LongestRun}");
    }

    private static FeatureDefinition Define(
        string name, int window, int lookback, FeatureScaling scaling, string formula, string? relation = null) => new()
    {
        Id = 0,
        Name = $"regime_{name}",
        Family = FeatureFamily.Regime,
        Formula = formula,
        Window = window,
        Lookback = lookback,
        Scaling = scaling,
        LinearRelation = relation,
    };
}
