using System.Collections.Immutable;

namespace Bqx.Learning.Selection;

/// <summary>Which features models see.</summary>
/// <param name="Clusters">All clusters, the most important first.</param>
public sealed record FeatureSelection(ImmutableArray<FeatureCluster> Clusters)
{
    /// <summary>Columns for baselines: the representatives of the 50 most important clusters, that first.</summary>
    public ImmutableArray<int> Top50 => Top(50);

    /// <summary>Columns for networks: the representatives of the 280 most important clusters, or of all where there are fewer.</summary>
    public ImmutableArray<int> Top280 => Top(280);

    private ImmutableArray<int> Top(int count) => [.. Clusters.Take(count).Select(cluster => cluster.Representative)];
}
