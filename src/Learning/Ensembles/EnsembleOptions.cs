namespace Bqx.Learning.Ensembles;

/// <summary>How weights are fitted.</summary>
public sealed record EnsembleOptions
{
    /// <summary>
    /// How many rows of all pairs a pair's own are joined by: its weights are its own where it has far more rows, those of all pairs where it
    /// has far fewer. A month of a pair has some 2,000 rows at a stride of 15.
    /// </summary>
    public double PoolRows { get; init; } = 10_000;
}
