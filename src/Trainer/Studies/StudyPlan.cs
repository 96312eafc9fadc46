using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Everything that decides what a study computes, fixed before it starts: the same plan on the same bars gives the same bytes. The budget
/// and the estimates say how it came about; the clock never changes it.
/// </summary>
internal sealed record StudyPlan
{
    /// <summary>Version of this format: 1.</summary>
    public int Format { get; init; } = 1;

    public required StudyKind Kind { get; init; }

    /// <summary>Name of the packages.</summary>
    public required string Name { get; init; }

    /// <summary>Pairs that heads are trained for.</summary>
    public required ImmutableArray<string> Pairs { get; init; }

    /// <summary>Names of the targets.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary><c>expanding</c> or <c>rolling</c>.</summary>
    public required string Window { get; init; }

    /// <summary>Bars that close after this; null: from the first.</summary>
    public required string? After { get; init; }

    /// <summary>Bars that close up to this; what comes later is not read.</summary>
    public required string UpTo { get; init; }

    /// <summary>Where the lock box begins; null: there is none.</summary>
    public required string? LockBox { get; init; }

    public required ImmutableArray<PlannedFold> Folds { get; init; }

    public required StudyEffort Effort { get; init; }

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Seconds that were given; null: none.</summary>
    public required double? Budget { get; init; }

    /// <summary>Labelled rows that will be held.</summary>
    public required long Rows { get; init; }

    /// <summary>Memory that they take, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What the stages are expected to take.</summary>
    public required ImmutableArray<StageEstimate> Estimates { get; init; }

    /// <summary>Sum of the estimates, seconds.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Seconds => Estimates.Sum(stage => stage.Seconds);

    /// <summary>Reads the pairs.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableArray<Pair> PairList => [.. Pairs.Select(Pair.Parse)];
}
