using System.Collections.Immutable;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Names of the five classes, in their order.</summary>
public static class RegimeNames
{
    /// <summary>Strong bear first.</summary>
    public static readonly ImmutableArray<string> All = ["strong_bear", "bear", "neutral", "bull", "strong_bull"];
}
