using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>How the autoencoder is trained.</summary>
public sealed record AutoencoderTrainerOptions : INetOptions
{
    /// <summary>Its layers; the number of features is taken from the data.</summary>
    public AutoencoderOptions Shape { get; init; } = new();

    /// <summary>Most passes over the rows.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Epochs without a better validation loss before it stops.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Rows in a step.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>Learning rate of the first step; it falls along half a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Share of a matrix that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Most rows of the training block, evenly spread; the validation block gives up to a quarter of that.</summary>
    public int MaxRows { get; init; } = 400_000;

    /// <summary>Threads of an operator. The same number gives the same bits.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seed of the initial weights, of the order of rows and of dropout.</summary>
    public long Seed { get; init; } = 1;
}
