using System.Collections.Immutable;
using Bqx.Learning.Training;

namespace Bqx.Learning.Hierarchy;

/// <summary>How the net of all horizons is trained.</summary>
public sealed record HierarchicalOptions : INetOptions
{
    /// <summary>Widths of the shared layers.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [256, 128];

    /// <summary>Width of the hidden layer of each head.</summary>
    public int HeadHidden { get; init; } = 32;

    /// <summary>Share of each shared layer that training drops.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Parts of the training block, at least 2: a net on the others forecasts each, for the heads of longer horizons to learn from.</summary>
    public int SubFolds { get; init; } = 2;

    /// <summary>Most passes over the rows, of each net.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Epochs without a better validation loss before it stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Rows in a step.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Most rows of the training block, evenly spread.</summary>
    public int MaxRows { get; init; } = 120_000;

    /// <summary>Learning rate of the first step; it falls along half a cosine.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Share of a matrix that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 1;

    /// <summary>Threads of an operator, and nets of parts side by side. The same number gives the same bits.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Seed of the initial weights, of the order of rows and of dropout.</summary>
    public long Seed { get; init; } = 1;
}
