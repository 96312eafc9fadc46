namespace Bqx.Learning.Statistics;

/// <summary>Ranked probability score of ordered classes (Epstein 1969): Σ (F_k − 1{actual ≤ k})²/(K − 1), between 0 and 1; less is better.</summary>
public static class RankedScore
{
    /// <param name="probabilities">Of K classes, in their order.</param>
    /// <param name="actual">The class that came, 0..K − 1.</param>
    public static double Of(ReadOnlySpan<float> probabilities, int actual)
    {
        var (below, score) = (0.0, 0.0);
        for (var k = 0; k < probabilities.Length - 1; k++)
        {
            below += probabilities[k];
            var difference = below - (actual <= k ? 1 : 0);
            score += difference * difference;
        }

        return score / (probabilities.Length - 1);
    }
}
