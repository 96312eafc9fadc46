using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 17: correlations with the twelve sisters, strength of the two currencies, residuals of the six triangles, and five fixed
/// contrasts of the eight strengths.
/// </summary>
internal sealed class CrossPairFamily : IFeatureFamily
{
    internal static readonly int[] StrengthWindows = [15, 60, 240];

    /// <summary>Window of the contrasts; none of <see cref="StrengthWindows"/>, so that they are not copies.</summary>
    internal const int FactorWindow = 120;

    private const string Strength =
        "S(C) = mean over the seven pairs of currency C of ±ln(P[t] / P[t−W]) / (σ·√W), each pair's own σ, + where C is the base";

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. Correlations().Concat(Strengths()).Concat(Residuals()).Concat(Factors())
            .Select((feature, index) => feature with { Id = 17001 + index }),
    ];

    public FamilyState CreateState(MarketState market) => new CrossPairState(market);

    private static IEnumerable<FeatureDefinition> Correlations() =>
        from window in SisterMoments.Windows
        from slot in Enumerable.Range(0, Sisters.Count)
        select new FeatureDefinition
        {
            Id = 0,
            Name = $"x_corr_{Sisters.Slot(slot)}_w{window}",
            Family = FeatureFamily.CrossPairLinear,
            Formula =
                $"orientation of sister {slot + 1} · Pearson correlation of the last {window} r of the pair and of the sister; "
                + "0 where Σ(r − mean)² ≤ (0.5 / P[t])² on either side",
            Source = "close of the pair and of the sister",
            Window = window,
            Lookback = window + 1,
            Scaling = FeatureScaling.Ratio,
        };

    private static IEnumerable<FeatureDefinition> Strengths()
    {
        foreach (var window in StrengthWindows)
        {
            FeatureDefinition Define(string name, string formula, string? relation = null) =>
                Of($"x_strength_{name}_w{window}", window, $"{formula}, {Strength}", relation);

            yield return Define("base", "S(base)");
            yield return Define("quote", "S(quote)");
            yield return Define("diff", "S(base) − S(quote)", $"x_strength_base_w{window} − x_strength_quote_w{window}");
        }
    }

    private static IEnumerable<FeatureDefinition> Residuals() => Enumerable.Range(1, Triangles.PerPair).Select(k => new FeatureDefinition
    {
        Id = 0,
        Name = $"x_triangle_z{k}",
        Family = FeatureFamily.CrossPairLinear,
        Formula =
            $"(e[t] − mean) / max(sd, 1e-6), mean and sd (divisor W) of e over the last W minutes, e = ln(B/Q) − ln(B/Z) − ln(Z/Q), "
            + $"Z = currency of sisters {(2 * k) - 1} and {2 * k}",
        Source = "closes of the pair and of two sisters",
        Window = Triangles.Window,
        Lookback = Triangles.Window,
        Scaling = FeatureScaling.Standardised,
    });

    private static IEnumerable<FeatureDefinition> Factors()
    {
        FeatureDefinition Define(string name, string formula) =>
            Of($"x_factor_{name}_w{FactorWindow}", FactorWindow, $"{formula}, {Strength}");

        yield return Define("dollar", "S(USD)");
        yield return Define("haven", "(S(CHF) + S(JPY) − S(AUD) − S(NZD)) / 2");
        yield return Define("commodity", "(S(AUD) + S(NZD) + S(CAD)) / 3 − (S(EUR) + S(GBP) + S(CHF) + S(JPY)) / 4");
        yield return Define("europe", "(S(EUR) + S(GBP) + S(CHF)) / 3 − (S(AUD) + S(NZD) + S(USD) + S(CAD) + S(JPY)) / 5");
        yield return Define("channel", "S(GBP) − S(EUR)");
    }

    private static FeatureDefinition Of(string name, int window, string formula, string? relation = null) => new()
    {
        Id = 0,
        Name = name,
        Family = FeatureFamily.CrossPairLinear,
        Formula = formula,
        Source = "closes of all pairs",
        Window = window,
        Lookback = Math.Max(window + 1, VolatilityFamily.SigmaLookback),
        Scaling = FeatureScaling.Standardised,
        LinearRelation = relation,
    };
}
