using System.Collections.Immutable;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Names of the five classes, in their order.</summary>
internal static class RegimeNames
{
    public static readonly ImmutableArray<string> All = ["strong_bear", "bear", "neutral", "bull", "strong_bull"];
}
