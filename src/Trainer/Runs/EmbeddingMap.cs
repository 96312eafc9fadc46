using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>Points of the embedding in two dimensions with their clusters, and how well the clusters part (silhouette, −1 to 1).</summary>
internal sealed record EmbeddingMap(
    ImmutableArray<float> X,
    ImmutableArray<float> Y,
    ImmutableArray<int> Cluster,
    ImmutableArray<string> Pair,
    double Silhouette,
    ImmutableArray<EmbeddingCorrelation> Correlations);
