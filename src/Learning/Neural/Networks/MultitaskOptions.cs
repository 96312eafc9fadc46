using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Neural.Networks;

/// <summary>Shape of the net with three heads.</summary>
public sealed record MultitaskOptions
{
    /// <summary>Features in a row: 802 of the catalogue and 64 of the embedding.</summary>
    public int Features { get; init; } = 866;

    /// <summary>Widths of the shared layers.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [256, 128];

    /// <summary>Share of each shared layer that training drops.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Whether the shared layers are normalised over the batch.</summary>
    public bool Normalise { get; init; } = true;

    /// <summary>Width of the hidden layer of the BQX head; 0 = the head is linear.</summary>
    public int BqxHidden { get; init; } = 64;

    /// <summary>Width of the hidden layer of the log RV head; 0 = the head is linear.</summary>
    public int LogRvHidden { get; init; } = 32;

    /// <summary>Width of the hidden layer of the regime head; 0 = the head is linear.</summary>
    public int RegimeHidden { get; init; } = 32;

    /// <summary>Weights of the three losses in their sum: BQX, log RV, regime. Zeros in the last two places leave their heads out.</summary>
    public ImmutableArray<double> LossWeights { get; init; } = [1.0, 0.3, 0.3];

    /// <summary>Initial logits of the classes, such as the logarithms of their frequencies; empty = 0.</summary>
    public ImmutableArray<double> InitialLogits { get; init; } = [];

    /// <summary>The same net with the BQX head alone.</summary>
    public MultitaskOptions SingleTask() => this with { LossWeights = [1, 0, 0] };
}
