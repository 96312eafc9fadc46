using System.Globalization;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Whether a package may take the place of another: Diebold and Mariano's test of their losses on the test minutes that both have. The
/// martingale's losses say whether these are the same rows: where their means differ, pairs or bars are not the same.
/// </summary>
public static class PackageComparison
{
    /// <summary>One-sided level at which a challenger is called worse.</summary>
    public const double Significance = 0.05;

    /// <summary>Fewest common minutes, in lengths over which forecast errors overlap.</summary>
    private const int FewestLengths = 20;

    /// <summary>Largest relative difference of the martingale's mean loss.</summary>
    private const double SameRows = 0.01;

    /// <summary>Compares.</summary>
    public static ComparisonResult Compare(LossSeries challenger, LossSeries incumbent)
    {
        if (challenger.Target != incumbent.Target)
        {
            return NotComparable(0, $"the challenger predicts {challenger.Target}, the incumbent {incumbent.Target}");
        }

        var common = CommonLosses.Of(challenger, incumbent);
        var steps = SerialCorrelation.Steps(challenger.Target, common.Spacing);
        if (common.Minutes < FewestLengths * steps)
        {
            return NotComparable(common.Minutes, $"{common.Minutes} test minutes are in common, {FewestLengths * steps} are needed");
        }

        var apart = Math.Abs(common.ChallengerMartingale - common.IncumbentMartingale);
        if (apart > SameRows * Math.Max(common.ChallengerMartingale, common.IncumbentMartingale))
        {
            return NotComparable(common.Minutes, Invariant(
                $"the martingale loses {common.ChallengerMartingale:F4} on the rows of one and {common.IncumbentMartingale:F4} on those of the other"));
        }

        var test = DieboldMariano.Run(common.Differences, SerialCorrelation.Lags(challenger.Target, common.Spacing), steps);
        var probability = StudentT.Survival(test.Statistic, test.Count - 1);
        var verdict = probability < Significance ? ComparisonVerdict.Worse : ComparisonVerdict.NotWorse;
        var word = verdict == ComparisonVerdict.Worse ? "worse than" : "not worse than";
        return new ComparisonResult(test.Statistic, probability, common.Minutes, verdict, Invariant(
            $"{word} the incumbent: Diebold–Mariano {test.Statistic:F2}, p = {probability:F4}, on {common.Minutes} common test minutes"));
    }

    private static ComparisonResult NotComparable(int minutes, string reason) =>
        new(0, 1, minutes, ComparisonVerdict.NotComparable, $"not comparable: {reason}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
