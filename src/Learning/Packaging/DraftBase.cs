using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>What every package of a training says of itself.</summary>
public abstract record DraftBase
{
    public required ModelId Id { get; init; }

    public required ImmutableArray<ModelMetric> Metrics { get; init; }

    public required ModelLineage Lineage { get; init; }

    /// <summary>The controls that ran with the training.</summary>
    public ImmutableArray<ModelControl> Controls { get; init; } = [];

    /// <summary>The training run; null where there is none.</summary>
    public string? Run { get; init; }
}
