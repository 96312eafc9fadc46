namespace Bqx.Learning.Embeddings;

/// <summary>How many points an analysis looks at.</summary>
public sealed record EmbeddingAnalysisOptions
{
    /// <summary>Points that are clustered, mapped and correlated, evenly spread.</summary>
    public int Points { get; init; } = 4000;

    /// <summary>Points of those that silhouettes are taken of.</summary>
    public int SilhouettePoints { get; init; } = 1500;

    /// <summary>Most clusters tried; 2 is the least.</summary>
    public int MaxClusters { get; init; } = 10;

    /// <summary>Starts of each clustering.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>Seed of the starts.</summary>
    public int Seed { get; init; } = 1;
}
