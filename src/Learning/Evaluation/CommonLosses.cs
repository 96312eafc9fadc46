namespace Bqx.Learning.Evaluation;

/// <summary>Two series of losses on the minutes that both have.</summary>
/// <param name="Differences">Loss of the first less that of the second, evenly spaced; NaN where a minute is missing.</param>
/// <param name="Spacing">Market minutes between two of them.</param>
/// <param name="Minutes">Minutes in common.</param>
/// <param name="ChallengerMartingale">Mean loss of the martingale there, by the first.</param>
/// <param name="IncumbentMartingale">The same by the second.</param>
internal sealed record CommonLosses(
    double[] Differences, int Spacing, int Minutes, double ChallengerMartingale, double IncumbentMartingale)
{
    public static CommonLosses Of(LossSeries challenger, LossSeries incumbent)
    {
        var spacing = LeastCommonMultiple(challenger.Stride, incumbent.Stride);
        var common = Common(challenger, incumbent);
        if (common.Count == 0)
        {
            return new CommonLosses([], spacing, 0, 0, 0);
        }

        var first = challenger.Numbers[common[0].Challenger];
        var last = challenger.Numbers[common[^1].Challenger];
        var differences = new double[((last - first) / spacing) + 1];
        Array.Fill(differences, double.NaN);
        var (one, other) = (0.0, 0.0);
        foreach (var (i, j) in common)
        {
            differences[(challenger.Numbers[i] - first) / spacing] = (double)challenger.Model[i] - incumbent.Model[j];
            one += challenger.Martingale[i];
            other += incumbent.Martingale[j];
        }

        return new CommonLosses(differences, spacing, common.Count, one / common.Count, other / common.Count);
    }

    private static List<(int Challenger, int Incumbent)> Common(LossSeries challenger, LossSeries incumbent)
    {
        var common = new List<(int, int)>();
        var (i, j) = (0, 0);
        while (i < challenger.Count && j < incumbent.Count)
        {
            var order = challenger.Numbers[i].CompareTo(incumbent.Numbers[j]);
            if (order == 0)
            {
                common.Add((i, j));
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return common;
    }

    private static int LeastCommonMultiple(int one, int other)
    {
        var (a, b) = (one, other);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return one / a * other;
    }
}
