using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>What a training produced, before it is a package.</summary>
public sealed record PackageDraft
{
    public required ModelId Id { get; init; }

    public required Target Target { get; init; }

    public required FeatureSchema Schema { get; init; }

    /// <summary>Bytes of <c>model.onnx</c>.</summary>
    public required byte[] Model { get; init; }

    /// <summary>Raw feature rows for the probe, row-major.</summary>
    public required ReadOnlyMemory<float> ProbeRows { get; init; }

    public required ImmutableArray<SplitBlock> Splits { get; init; }

    public required ImmutableArray<ModelMetric> Metrics { get; init; }

    public required ModelCalibration Calibration { get; init; }

    public required ImmutableArray<FeatureDistribution> Features { get; init; }

    public required ModelLineage Lineage { get; init; }
}
