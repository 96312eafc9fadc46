using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>What a package of a fitted graph says of itself.</summary>
public abstract record FittedDraft : DraftBase
{
    public required FeatureSchema Schema { get; init; }

    /// <summary>The lead-lag graph that the features were made with.</summary>
    public LeadLagGraph Graph { get; init; } = LeadLagGraph.Default;

    /// <summary>Raw feature rows for the probe, row-major, <see cref="FeatureSchema.Count"/> a row.</summary>
    public required ReadOnlyMemory<float> ProbeRows { get; init; }

    public required ImmutableArray<SplitBlock> Splits { get; init; }

    /// <summary>Training distribution of each feature, in schema order.</summary>
    public required ImmutableArray<FeatureDistribution> Features { get; init; }
}
