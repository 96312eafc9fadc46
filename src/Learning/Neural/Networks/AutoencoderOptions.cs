using System.Collections.Immutable;

namespace Bqx.Learning.Neural.Networks;

/// <summary>Shape of the autoencoder.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>Features in a row.</summary>
    public int Features { get; init; } = 802;

    /// <summary>Widths of the encoder's hidden layers; the decoder mirrors them.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [512, 256, 128];

    /// <summary>Width of the code.</summary>
    public int Code { get; init; } = 64;

    /// <summary>Share of each hidden layer of the encoder that training drops.</summary>
    public double Dropout { get; init; } = 0.2;
}
