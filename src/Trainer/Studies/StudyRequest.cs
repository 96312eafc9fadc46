using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>What an engineer asks of a study. A <see cref="StudyPlan"/> says how it will be done.</summary>
internal sealed record StudyRequest
{
    public required StudyKind Kind { get; init; }

    /// <value>Name of the bundle; the encoder and the heads append to it. Default: bqx.</value>
    public string Name { get; init; } = "bqx";

    /// <value>Pairs to train heads for; features are always those of all 28. Default: all.</value>
    public ImmutableArray<Pair> Pairs { get; init; } = Pair.All;

    /// <value>Whether training windows grow or keep their length. Default: expanding.</value>
    public WalkForwardWindow Window { get; init; } = WalkForwardWindow.Expanding;

    /// <value>Wall-clock time that the plan is cut to; null: nothing is cut.</value>
    public TimeSpan? Budget { get; init; }

    /// <value>Market minutes between two rows of a pair; null: 15, or what the budget allows.</value>
    public int? Stride { get; init; }

    /// <value>Only bars that close after this instant; null: from the first.</value>
    public Minute? From { get; init; }

    /// <value>Only bars that close up to this instant; null: to the last.</value>
    public Minute? To { get; init; }

    /// <value>Seed of every random choice. Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <value>Threads, 1 to 64. Default: 2.</value>
    public int Threads { get; init; } = 2;
}
