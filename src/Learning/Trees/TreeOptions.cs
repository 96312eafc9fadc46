namespace Bqx.Learning.Trees;

/// <summary>How trees are grown. The defaults boost small trees slowly; <see cref="Forest"/> averages deep ones.</summary>
public sealed record TreeOptions
{
    /// <summary>Most rounds of boosting; each grows <see cref="ParallelTrees"/> trees an output.</summary>
    public int Rounds { get; init; } = 300;

    /// <summary>Rounds without a better validation loss before it stops; 0 never stops. Only the rounds up to the best are kept.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>Share of a tree's answer that is added (η).</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Most splits between root and leaf.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Least sum of Hessians in a leaf; of squared error, its rows.</summary>
    public double MinChildWeight { get; init; } = 200;

    /// <summary>Share of rows that a tree sees.</summary>
    public double Subsample { get; init; } = 0.5;

    /// <summary>Share of columns that a tree sees.</summary>
    public double ColumnsByTree { get; init; } = 1;

    /// <summary>Share of columns that a split sees.</summary>
    public double ColumnsByNode { get; init; } = 1;

    /// <summary>L2 penalty of leaves (λ), in rows.</summary>
    public double Lambda { get; init; } = 10;

    /// <summary>Bins of a column's histogram.</summary>
    public int MaxBins { get; init; } = 64;

    /// <summary>Trees grown side by side in a round and averaged.</summary>
    public int ParallelTrees { get; init; } = 1;

    /// <summary>0 for regression by squared error; else that many classes, whose outputs are logits.</summary>
    public int Classes { get; init; }

    /// <summary>Seed of the samples of rows and columns.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; the last digits of sums depend on how many.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>A random forest: one round of many deep trees over samples of rows and columns.</summary>
    public static TreeOptions Forest { get; } = new()
    {
        Rounds = 1,
        Patience = 0,
        LearningRate = 1,
        MaxDepth = 8,
        MinChildWeight = 200,
        Subsample = 0.3,
        ColumnsByNode = 0.3,
        Lambda = 0,
        ParallelTrees = 50,
    };
}
