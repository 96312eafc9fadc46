using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>What rows to take.</summary>
public sealed record DatasetOptions
{
    /// <summary>What is predicted.</summary>
    /// <value>Default: BQX60 in 60 minutes.</value>
    public Target Target { get; init; } = Target.Primary;

    /// <summary>Market minutes between two rows of a pair; rows lie on minute numbers divisible by it.</summary>
    /// <value>Default: 15, as labels overlap anyway.</value>
    public int Stride { get; init; } = 15;

    /// <summary>Rows that may be held in memory, over all pairs.</summary>
    /// <value>Default: 1,200,000, which is 0.9 GB at 190 features.</value>
    public int MaxRows { get; init; } = 1_200_000;

    /// <summary>Only bars that close after this instant; null: from the first.</summary>
    public Minute? After { get; init; }

    /// <summary>Only bars that close up to this instant; null: to the last.</summary>
    public Minute? UpTo { get; init; }
}
