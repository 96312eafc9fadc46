using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>How the nets of all pairs are trained: one on the rows of all pairs, then a copy of it for each pair.</summary>
public sealed record MultitaskTrainerOptions : INetOptions
{
    /// <summary>Its layers; the width of the input is taken from the data.</summary>
    public MultitaskOptions Shape { get; init; } = new();

    /// <summary>The BQX head alone: the ablation.</summary>
    public bool SingleTask { get; init; }

    /// <summary>Rows in a step.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Most passes over the rows of all pairs.</summary>
    public int PooledEpochs { get; init; } = 4;

    /// <summary>Most rows of all pairs, evenly spread.</summary>
    public int PooledRows { get; init; } = 150_000;

    /// <summary>Learning rate of the first pooled step; it falls along half a cosine.</summary>
    public double PooledRate { get; init; } = 1e-3;

    /// <summary>Most passes over the rows of a pair.</summary>
    public int PairEpochs { get; init; } = 5;

    /// <summary>Learning rate of a pair's first step; it falls along half a cosine.</summary>
    public double PairRate { get; init; } = 2e-4;

    /// <summary>Epochs without a better validation loss before it stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Share of a matrix that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 1;

    /// <summary>Pairs that are trained side by side.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Seed of the initial weights, of the order of rows and of dropout.</summary>
    public long Seed { get; init; } = 1;
}
