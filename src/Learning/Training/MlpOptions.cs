using System.Collections.Immutable;

namespace Bqx.Learning.Training;

/// <summary>Shape and schedule of the perceptron.</summary>
public sealed record MlpOptions
{
    /// <summary>Widths of the shared layers.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [64, 32];

    /// <summary>Rows in a step.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Most passes over the training block.</summary>
    public int MaxEpochs { get; init; } = 15;

    /// <summary>Passes without a better validation loss before it stops; each also halves the learning rate.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Learning rate of the first pass.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Share of a matrix that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 1;

    /// <summary>Seed of the initial weights and of the order of rows.</summary>
    public int Seed { get; init; } = 1;
}
