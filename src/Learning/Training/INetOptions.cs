namespace Bqx.Learning.Training;

/// <summary>What the options of all nets have in common.</summary>
internal interface INetOptions
{
    /// <summary>Rows in a step.</summary>
    int Batch { get; }

    /// <summary>Epochs without a better validation loss before training stops.</summary>
    int Patience { get; }

    /// <summary>Share of a matrix that a step takes away, times the learning rate.</summary>
    double WeightDecay { get; }

    /// <summary>Seed of the initial weights, of the order of rows and of dropout.</summary>
    long Seed { get; }
}
