using Bqx.Learning.Trees;

namespace Bqx.Learning.Selection;

/// <summary>How features are selected, and what it may cost.</summary>
public sealed record SelectionOptions
{
    /// <summary>Features join a cluster where |ρ| of every two in it is above this.</summary>
    public double Correlation { get; init; } = 0.95;

    /// <summary>Rows of the training block that correlations are of.</summary>
    public int CorrelationRows { get; init; } = 40_000;

    /// <summary>Parts of the training block; each is judged once by a model of the others.</summary>
    public int Folds { get; init; } = 3;

    /// <summary>Rows that such a model is fitted on.</summary>
    public int TrainRows { get; init; } = 40_000;

    /// <summary>Rows that it is judged on.</summary>
    public int JudgedRows { get; init; } = 20_000;

    /// <summary>How often each feature is permuted.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Seed of the rows and permutations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the model is of trees; else it is ridge regression.</summary>
    public bool Trees { get; init; } = XgboostLibrary.IsAvailable;

    /// <summary>How its trees grow.</summary>
    public TreeOptions TreeOptions { get; init; } = new() { Rounds = 60, Patience = 0, LearningRate = 0.1, ColumnsByNode = 0.3 };
}
