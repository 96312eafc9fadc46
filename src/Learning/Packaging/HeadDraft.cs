using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>The fitted head of one pair, before it is a package.</summary>
public sealed record HeadDraft : FittedDraft
{
    public required Pair Pair { get; init; }

    public required Target Target { get; init; }

    /// <summary>The package of the encoder whose embedding it reads beside the raw features.</summary>
    public required PackageContent Encoder { get; init; }

    /// <summary>What is done first to each raw feature and, after them, to each number of the embedding.</summary>
    public required InputScaling Scaling { get; init; }

    /// <summary>Reads scaled features and embedding [N, F + 64].</summary>
    public required IServingHeads Heads { get; init; }

    /// <summary>Its tables need this pair alone.</summary>
    public required ModelCalibration Calibration { get; init; }

    /// <summary>Content of <c>losses.bin</c>; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Losses { get; init; }
}
