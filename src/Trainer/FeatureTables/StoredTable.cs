using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>A feature table and the part of the vector that it holds. Families that no table holds are computed when they are needed.</summary>
/// <param name="Name">Name without the schema.</param>
/// <param name="Columns">Names of its features, in vector order.</param>
/// <param name="Indices">Where they are in the vector.</param>
/// <param name="Origin">Digest of the lead-lag graph by which the engine computes them; null where they depend on none.</param>
internal sealed record StoredTable(string Name, ImmutableArray<string> Columns, ImmutableArray<int> Indices, Digest? Origin)
{
    private static readonly ImmutableArray<(string Table, ImmutableArray<FeatureFamily> Families)> Map =
    [
        ("bqx", [FeatureFamily.Bqx]),
        ("reg", [FeatureFamily.Regression, FeatureFamily.BqxRegression]),
        ("cross_pair_momentum", [FeatureFamily.MomentumProducts]),
        ("cross_pair_volatility", [FeatureFamily.RelativeVolatility]),
        ("cross_pair_correlation_drift", [FeatureFamily.CorrelationDrift]),
        ("cross_pair_lead_lag", [FeatureFamily.LeadLag]),
    ];

    /// <summary>Those that the catalogue has features for.</summary>
    public static ImmutableArray<StoredTable> All { get; } =
        [.. Map.Select(entry => Create(entry.Table, entry.Families)).Where(table => table.Columns.Length > 0)];

    private static StoredTable Create(string name, ImmutableArray<FeatureFamily> families)
    {
        var columns = FeatureCatalogue.All.Where(feature => families.Contains(feature.Family)).Select(feature => feature.Name).ToImmutableArray();
        Digest? origin = families.Contains(FeatureFamily.LeadLag) ? LeadLagGraph.Default.Digest : null;
        return new StoredTable(name, columns, [.. columns.Select(FeatureCatalogue.Schema.IndexOf)], origin);
    }
}
