namespace Bqx.Learning.Statistics;

/// <summary>The t statistic of a mean under serial correlation.</summary>
internal static class HacMean
{
    /// <summary>
    /// Σx/√V̂(Σx), V̂ of <see cref="HacVariance"/> around the mean, and how many terms there are. 0 where the sum is 0, infinite where only
    /// the variance is.
    /// </summary>
    /// <param name="terms">In time order, evenly spaced; NaN where one is missing.</param>
    /// <param name="lags">Serial correlation counted.</param>
    public static (double Statistic, int Count) Run(ReadOnlySpan<double> terms, int lags)
    {
        var (sum, count) = (0.0, 0);
        foreach (var term in terms)
        {
            (sum, count) = double.IsNaN(term) ? (sum, count) : (sum + term, count + 1);
        }

        if (sum == 0)
        {
            return (0, count);
        }

        var centred = new double[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            centred[i] = double.IsNaN(terms[i]) ? 0 : terms[i] - (sum / count);
        }

        var variance = HacVariance.OfSum(centred, lags);
        return (variance > 0 ? sum / Math.Sqrt(variance) : sum * double.PositiveInfinity, count);
    }
}
