using System.Collections.Immutable;

namespace Bqx.Learning.Embeddings;

/// <summary>What embeddings look like.</summary>
/// <param name="Rows">Indices of the points that were taken.</param>
/// <param name="X">Where each lies along the direction of largest variance.</param>
/// <param name="Y">Along that of second largest variance.</param>
/// <param name="Cluster">Cluster of each.</param>
/// <param name="Clusters">How many clusters part best, of 2 to 10.</param>
/// <param name="Silhouette">How well they part, −1 to 1.</param>
/// <param name="Correlations">The feature that goes most with each dimension.</param>
public sealed record EmbeddingAnalysis(
    ImmutableArray<int> Rows,
    ImmutableArray<float> X,
    ImmutableArray<float> Y,
    ImmutableArray<int> Cluster,
    int Clusters,
    double Silhouette,
    ImmutableArray<DimensionCorrelation> Correlations);
