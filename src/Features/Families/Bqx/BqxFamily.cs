using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 1: BQX over five windows, and aggregates of the five standardised windows z(W) = BQX(W)/(σ·√S2(W)).</summary>
internal sealed class BqxFamily : IFeatureFamily
{
    private const int LongestWindow = 75;
    private const int SigmaLookback = VolatilityFamily.SigmaLookback;

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
        [.. Window.Bqx.SelectMany(OfWindow).Concat(Aggregates()).Select((feature, index) => feature with { Id = 1001 + index })];

    public FamilyState CreateState(MarketState market) => new PairFamilyState<BqxState>(market, series => new BqxState(series));

    private static IEnumerable<FeatureDefinition> OfWindow(Window window)
    {
        FeatureDefinition Define(string name, string formula, string? relation = null) => new()
        {
            Id = 0,
            Name = $"bqx_{window}_{name}",
            Family = FeatureFamily.Bqx,
            Formula = formula,
            Window = window.Minutes,
            Lookback = window.Minutes + 1,
            Scaling = FeatureScaling.RelativeToPrice,
            LinearRelation = relation,
        };

        yield return Define("return", "Σ_{i=1..W} (P[t−i] − P[t]) / P[t]");
        yield return Define("max", "max_{i=1..W} P[t−i] / P[t] − 1");
        yield return Define("min", "min_{i=1..W} P[t−i] / P[t] − 1");
        yield return Define("avg", "mean_{i=1..W} P[t−i] / P[t] − 1", $"bqx_{window}_return / {window.Minutes}");
        yield return Define("stdev", "√(mean_{i=1..W} (P[t−i] − mean)²) / P[t]");
        yield return Define("endpoint", "P[t−W] / P[t] − 1");
    }

    private static IEnumerable<FeatureDefinition> Aggregates()
    {
        static FeatureDefinition Define(string name, string formula) => new()
        {
            Id = 0,
            Name = $"bqx_agg_{name}",
            Family = FeatureFamily.Bqx,
            Formula = formula,
            Window = LongestWindow,
            Lookback = SigmaLookback,
            Scaling = FeatureScaling.Standardised,
        };

        const string Z = ", z(W) = bqx_W_return / (σ·√S2(W)), S2(n) = n(n+1)(2n+1)/6, W = 15, 30, 45, 60, 75";
        yield return Define("mean", "mean of z" + Z);
        yield return Define("max", "max of z" + Z);
        yield return Define("min", "min of z" + Z);
        yield return Define("slope", "least-squares slope of z over k = 0..4" + Z);
        yield return Define("std", "√(mean (z − mean z)²)" + Z);
        yield return Define("range75_sigma", "(max_{i=0..75} P[t−i] − min_{i=0..75} P[t−i]) / (P[t]·σ)");
        yield return Define("volatility", "√(mean_{i=0..74} r[t−i]²) / σ");
    }
}
