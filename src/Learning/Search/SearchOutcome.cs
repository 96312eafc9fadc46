using System.Collections.Immutable;

namespace Bqx.Learning.Search;

/// <summary>What came of a trial.</summary>
/// <param name="Loss">What is minimised, on the validation block; a trial whose loss is not finite has failed.</param>
/// <param name="Metrics">Other figures of it.</param>
/// <param name="Skill">Skill over the martingale on the validation block, where it has one.</param>
public sealed record SearchOutcome(double Loss, ImmutableSortedDictionary<string, double> Metrics, double? Skill = null)
{
    /// <summary>A loss alone.</summary>
    public static SearchOutcome Of(double loss, double? skill = null) =>
        new(loss, ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal), skill);
}
