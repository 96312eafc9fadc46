using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>What a model package says of itself (<c>manifest.json</c>). It holds nothing that differs between two equal trainings.</summary>
public sealed record ModelManifest
{
    /// <summary>Version of this format: 1.</summary>
    public required int Format { get; init; }

    public required string Name { get; init; }

    /// <summary>Positive integer, unique for the name.</summary>
    public required int Version { get; init; }

    /// <summary>The plug-in that runs it, such as <c>multitask</c>; or <c>bundle</c> (<see cref="ModelKinds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>A pair's name, or <c>*</c> for a model that serves all 28.</summary>
    public required string Pair { get; init; }

    /// <summary>What is predicted, such as <c>bqx60_h60</c>; <c>*</c> for an encoder.</summary>
    public required string Target { get; init; }

    /// <summary>Fingerprint of the vectors it reads, 64 hexadecimal digits: that of the schema with its lead-lag graph.</summary>
    public required string FeatureFingerprint { get; init; }

    /// <summary>Digest of the encoder's <c>model.onnx</c> that feeds it; null where it reads features directly.</summary>
    public string? EncoderDigest { get; init; }

    /// <summary>What a bundle is made of: the encoder, then the heads in pair order. Empty for all others.</summary>
    public required ImmutableArray<PackageMember> Members { get; init; }

    public required ImmutableArray<TensorSchema> Inputs { get; init; }

    public required ImmutableArray<TensorSchema> Outputs { get; init; }

    /// <summary>Every other file of the package by name, with its hash and length.</summary>
    public required ImmutableSortedDictionary<string, PackageFile> Files { get; init; }

    /// <summary>Largest difference allowed between a probe's expected and computed outputs, relative to 1 + |expected|.</summary>
    public required double ProbeTolerance { get; init; }

    /// <summary>The blocks of the split, in time order.</summary>
    public required ImmutableArray<SplitBlock> Splits { get; init; }

    /// <summary>Every metric beside its baseline.</summary>
    public required ImmutableArray<ModelMetric> Metrics { get; init; }

    /// <summary>What the server applies to the outputs; null for an encoder, and for a bundle, whose heads have their own.</summary>
    public required ModelCalibration? Calibration { get; init; }

    /// <summary>The controls that ran with the training.</summary>
    public required ImmutableArray<ModelControl> Controls { get; init; }

    /// <summary>Training distribution of each feature, in schema order.</summary>
    public required ImmutableArray<FeatureDistribution> Features { get; init; }

    public required ModelLineage Lineage { get; init; }

    /// <summary>The training run whose report describes it; null where there is none.</summary>
    public string? Run { get; init; }

    /// <summary>The package's id.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ModelId Id => new(Name, Version);
}
