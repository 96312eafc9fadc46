using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>A whole model for all pairs that reads the features directly, before it is a package.</summary>
public sealed record PackageDraft : FittedDraft
{
    public required Target Target { get; init; }

    /// <summary>Bytes of <c>model.onnx</c>.</summary>
    public required byte[] Model { get; init; }

    public required ModelCalibration Calibration { get; init; }

    /// <summary>Content of <c>losses.bin</c>; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Losses { get; init; }
}
