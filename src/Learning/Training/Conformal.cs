namespace Bqx.Learning.Training;

/// <summary>Split conformal prediction (Vovk; Lei et al. 2018).</summary>
public static class Conformal
{
    /// <summary>
    /// The ⌈(n+1)·level⌉-th smallest score: an interval of that half-width covers a further score with at least that probability if scores
    /// are exchangeable. The largest score where n is too small for the level.
    /// </summary>
    /// <param name="scores">Not empty; sorted in place.</param>
    /// <param name="level">Nominal coverage, between 0 and 1.</param>
    public static double Quantile(double[] scores, double level)
    {
        Array.Sort(scores);
        var rank = (int)Math.Ceiling((scores.Length + 1) * level);
        return scores[Math.Min(rank, scores.Length) - 1];
    }
}
