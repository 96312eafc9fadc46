using System.Collections.Frozen;
using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>All features in vector order, and what follows from them. A family is added by adding its folder and a line to <c>Families</c>.</summary>
public static class FeatureCatalogue
{
    internal static readonly ImmutableArray<IFeatureFamily> Families =
    [
        new BqxFamily(),
        new RegressionFamily(),
        new BqxRegressionFamily(),
        new CrossWindowFamily(),
        new TermCovarianceFamily(),
        new LaggedBqxFamily(),
        new LaggedReturnFamily(),
        new HorizonReturnFamily(),
        new LaggedRegressionFamily(),
        new VolatilityFamily(),
        new MomentFamily(),
        new BandFamily(),
        new OscillatorFamily(),
        new MovingAverageFamily(),
        new RegimeFamily(),
        new TimeFamily(),
        new CrossPairFamily(),
        new PriceBqxFamily(),
        new LongerBarFamily(),
        new MicrostructureFamily(),
        new MomentumProductFamily(),
        new RelativeVolatilityFamily(),
        new CorrelationDriftFamily(),
        new LeadLagFamily(),
    ];

    /// <summary>Definitions, in vector order.</summary>
    public static readonly ImmutableArray<FeatureDefinition> All = [.. Families.SelectMany(family => family.Definitions)];

    /// <summary>Names and fingerprint of the vector.</summary>
    public static readonly FeatureSchema Schema = new(All.Select(feature => (feature.Name, feature.FormulaVersion)));

    /// <summary>Market minutes that a pair must have in its segment before its vector is complete.</summary>
    public static readonly int LongestLookback = All.Max(feature => feature.Lookback);

    private static readonly FrozenDictionary<string, FeatureDefinition> ByName =
        All.ToFrozenDictionary(feature => feature.Name, StringComparer.Ordinal);

    /// <summary>The definition of a name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: no such feature.</exception>
    public static FeatureDefinition Find(string name) => ByName.TryGetValue(name, out var feature)
        ? feature
        : throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a feature of the catalogue; 'features list' names all of them.");

    /// <summary>Names of a family, in vector order.</summary>
    public static ImmutableArray<string> NamesOf(FeatureFamily family) =>
        [.. All.Where(feature => feature.Family == family).Select(feature => feature.Name)];
}
