using System.Collections.Immutable;

namespace Bqx.Features;

/// <summary>
/// Family 5: how the terms of the fit over 60 minutes moved together in the last hour, each in units of its own scale at its own minute.
/// </summary>
internal sealed class TermCovarianceFamily : IFeatureFamily
{
    /// <summary>Minutes.</summary>
    internal const int Window = 60;

    /// <summary>Added to a variance: terms that stand still have no correlation.</summary>
    internal const double LeastVariance = 1e-6;

    private static readonly string[] Couples = ["quad_lin", "resid_quad", "resid_lin"];

    public ImmutableArray<FeatureDefinition> Definitions { get; } =
    [
        .. OfStatistic("cov", "mean (x − mean x)(y − mean y) over t−59..t")
            .Concat(OfStatistic("corr", $"cov(x, y) / √((var x + {LeastVariance})·(var y + {LeastVariance})) over t−59..t"))
            .Select((feature, index) => feature with { Id = 5001 + index }),
    ];

    public FamilyState CreateState(MarketState market)
    {
        var phases = new ShadowPhases([.. Enumerable.Repeat(Window, ShadowBank.Lanes)]);
        return new PairFamilyState<TermCovarianceState>(market, series => new TermCovarianceState(series, phases));
    }

    private static IEnumerable<FeatureDefinition> OfStatistic(string name, string formula) =>
        OfDomain("price", name, formula).Concat(OfDomain("bqx", name, formula));

    private static IEnumerable<FeatureDefinition> OfDomain(string domain, string name, string formula) =>
        Couples.Select(couple => new FeatureDefinition
        {
            Id = 0,
            Name = $"reg_{domain}_w60_{name}_{couple}",
            Family = FeatureFamily.TermCovariance,
            Formula = formula + $", of reg_{domain}_w60: quad, lin = quad_term and lin_term, each over σ and its deviation on a random walk "
                + "of unit steps, resid = end_resid_z",
            Source = domain == "price" ? "close" : "bqx_w60_return",
            Window = Window,
            Lookback = Window - 1 + VolatilityFamily.SigmaLookback,
            Scaling = FeatureScaling.Standardised,
        });
}
