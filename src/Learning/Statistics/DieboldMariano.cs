namespace Bqx.Learning.Statistics;

/// <summary>
/// The test of equal accuracy of Diebold and Mariano (1995) on loss differences dₜ = loss(one) − loss(other):
/// DM = Σd/√V̂(Σd), V̂ consistent under serial correlation (Bartlett weights, so that it is never negative), times the small-sample
/// factor of Harvey, Leybourne and Newbold (1997), √((n + 1 − 2s + s(s − 1)/n)/n) for forecasts s steps ahead, against Student's t with
/// n − 1 degrees of freedom. Positive where the first loses more.
/// </summary>
public static class DieboldMariano
{
    /// <param name="differences">Loss differences in time order, evenly spaced; NaN where one is missing.</param>
    /// <param name="lags">Serial correlation counted.</param>
    /// <param name="steps">Over how many neighbours the forecast errors overlap, at least 1.</param>
    /// <returns>Statistic and two-sided p-value; (0, 1) where no difference differs from 0 or there are too few for the correction.</returns>
    public static TestOutcome Run(ReadOnlySpan<double> differences, int lags, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var (mean, count) = HacMean.Run(differences, lags);
        var factor = count > 1 ? (count + 1 - (2.0 * steps) + (steps * (steps - 1.0) / count)) / count : 0;
        if (mean == 0 || factor <= 0)
        {
            return new TestOutcome(0, 1, count);
        }

        var statistic = mean * Math.Sqrt(factor);
        return new TestOutcome(statistic, StudentT.TwoSided(statistic, count - 1), count);
    }
}
