using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>
/// One thing that was tried, good or bad: the deflated Sharpe ratio counts all of them. It was fitted on the rows from
/// <see cref="TrainFrom"/> to <see cref="TrainTo"/> and judged on those from <see cref="TestFrom"/> to <see cref="TestTo"/>.
/// </summary>
public sealed record Trial
{
    /// <summary>What it belongs to; 1 to 200 characters.</summary>
    public required string Study { get; init; }

    /// <summary>Hash of the plan that asked for it.</summary>
    public required Digest Plan { get; init; }

    /// <summary>The model, such as <c>xgboost</c>; 1 to 64 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>The pair; null for all together.</summary>
    public Pair? Pair { get; init; }

    /// <summary>What was predicted, such as <c>bqx60_h60</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The walk-forward fold.</summary>
    public required int Fold { get; init; }

    public required Minute TrainFrom { get; init; }

    public required Minute TrainTo { get; init; }

    public required Minute TestFrom { get; init; }

    public required Minute TestTo { get; init; }

    public required long Seed { get; init; }

    /// <summary>What was tried.</summary>
    public required ImmutableSortedDictionary<string, double> Parameters { get; init; }

    /// <summary>Finite figures of it; empty where it failed.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    /// <summary>Skill over the martingale on the rows that it was judged on; null where it has none.</summary>
    public double? Skill { get; init; }

    /// <summary>Sharpe ratio of one observation, not annualised; null where nothing was traded.</summary>
    public double? Sharpe { get; init; }

    /// <summary>Observations of that ratio.</summary>
    public int? Observations { get; init; }

    /// <summary>Skewness of the returns.</summary>
    public double? Skewness { get; init; }

    /// <summary>Kurtosis of the returns, 3 for a normal distribution.</summary>
    public double? Kurtosis { get; init; }

    /// <summary>Fingerprint of the feature schema.</summary>
    public required Digest FeatureFingerprint { get; init; }

    /// <summary>Hash over the bars.</summary>
    public required Digest DataDigest { get; init; }

    /// <summary>Commit of the trainer.</summary>
    public required string CodeVersion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
}
