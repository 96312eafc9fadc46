using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 4: how the fits of two windows differ, a = the shorter, b = the longer; bounded by ±1 and not linear, since plain differences
/// would add nothing to families 2 and 3.
/// </summary>
internal sealed class CrossWindowFamily : IFeatureFamily
{
    private const int BqxWindow = 60;

    // Neighbours, and the shortest with the longest.
    private static readonly (Window Short, Window Long)[] Couples =
        [.. Window.Regression.Zip(Window.Regression.Skip(1)), (Window.Regression[0], Window.Regression[^1])];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. OfDomain("price").Concat(OfDomain("bqx")).Select((feature, index) => feature with { Id = 4001 + index })];

    public FamilyState CreateState(MarketState market) => new CrossWindowState(market);

    private static IEnumerable<FeatureDefinition> OfDomain(string domain)
    {
        const string Difference = "(a − b) / (1 + |a| + |b|), ";
        return Define(domain, "slope", Difference + $"a, b = reg_{domain}_slope_z of the two windows")
            .Concat(Define(domain, "r2", $"(a − b) / (a + b + {FitDifferences.LeastShare}), a, b = reg_{domain}_r2_quad of the two windows"))
            .Concat(Define(domain, "quad", Difference + $"a, b = reg_{domain}_quad_term / (σ·d), d = " + (domain == "price"
                ? LaggedRegressionFamily.QuadraticDeviation.Replace("j = −59..W−1", "j = 1..W−1", StringComparison.Ordinal)
                    .Replace("k(m) = 60−m for m = 0..59, else 0", "k(m) = 1/P[t] for m ≥ 0, else 0", StringComparison.Ordinal)
                : LaggedRegressionFamily.QuadraticDeviation)));
    }

    private static IEnumerable<FeatureDefinition> Define(string domain, string term, string formula) =>
        Couples.Select(couple => new FeatureDefinition
        {
            Id = 0,
            Name = $"reg_{domain}_{couple.Short}_{couple.Long}_{term}_diff",
            Family = FeatureFamily.CrossWindow,
            Formula = formula,
            Source = domain == "price" ? "close" : "bqx_w60_return",
            Window = couple.Long.Minutes,
            Lookback = Math.Max(couple.Long.Minutes + (domain == "price" ? 0 : BqxWindow), VolatilityFamily.SigmaLookback),
            Scaling = FeatureScaling.Ratio,
        });
}
