using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Datasets;

/// <summary>What rows to take.</summary>
public sealed record DatasetOptions
{
    /// <summary>What is predicted; a row has a label of each.</summary>
    /// <value>Default: BQX60 in 60 minutes alone.</value>
    public ImmutableArray<Target> Targets { get; init; } = [Target.Primary];

    /// <summary>Lead-lag graphs by which the features of family X4 are written; a row can be read by any of them.</summary>
    /// <value>Default: the default graph alone.</value>
    public ImmutableArray<LeadLagGraph> Graphs { get; init; } = [LeadLagGraph.Default];

    /// <summary>Market minutes between two rows of a pair; rows lie on minute numbers divisible by it.</summary>
    /// <value>Default: 15, as labels overlap anyway.</value>
    public int Stride { get; init; } = 15;

    /// <summary>Rows that may be held in memory, over all pairs.</summary>
    /// <value>Default: 1,500,000, which is 5 GB at 802 features of four bytes.</value>
    public int MaxRows { get; init; } = 1_500_000;

    /// <summary>What stays unread: no bar from its begin on is taken unless there is a <see cref="Key"/>; null: there is none.</summary>
    public LockBox? LockBox { get; init; }

    /// <summary>Opens <see cref="LockBox"/>.</summary>
    public LockBoxKey? Key { get; init; }

    /// <summary>The target that the volatility and regime heads belong to: the primary one where it is among them, else the first.</summary>
    public Target Target => Targets.Contains(Target.Primary) ? Target.Primary : Targets[0];
}
