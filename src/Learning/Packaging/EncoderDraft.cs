namespace Bqx.Learning.Packaging;

/// <summary>A fitted encoder, before it is a package.</summary>
public sealed record EncoderDraft : FittedDraft
{
    /// <summary>What is done to each raw feature first.</summary>
    public required InputScaling Scaling { get; init; }

    public required IServingEncoder Encoder { get; init; }
}
