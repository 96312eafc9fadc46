using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Runs;

/// <summary>What is predicted, and the benchmark that its skill is over.</summary>
internal static class TargetNames
{
    private static readonly ImmutableArray<string> Order =
        [Primary, .. Target.MultiHorizon.Select(target => $"{target}").Where(name => name != Primary), Metrics.LogRv, Metrics.Regime];

    public static string Primary => Target.Primary.ToString();

    /// <summary>The benchmark of a target.</summary>
    public static string Benchmark(string target) => target switch
    {
        Metrics.LogRv => ModelNames.Har,
        Metrics.Regime => ModelNames.Climatology,
        _ => ModelNames.Martingale,
    };

    /// <summary>The figure that says what a model adds to the benchmark of a target.</summary>
    public static string SkillOf(string target) => target switch
    {
        Metrics.LogRv => Metrics.RSquaredOverHar,
        Metrics.Regime => Metrics.RankedScoreSkill,
        _ => Metrics.Skill,
    };

    /// <summary>The primary target first, then the other ones of BQX, volatility and regime, then what is not known, by name.</summary>
    public static ImmutableArray<string> Sort(IEnumerable<string> targets) =>
        [.. targets.Distinct().OrderBy(Rank).ThenBy(target => target, StringComparer.Ordinal)];

    private static int Rank(string target) => Order.IndexOf(target) is >= 0 and var rank ? rank : Order.Length;
}
