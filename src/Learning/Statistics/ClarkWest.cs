namespace Bqx.Learning.Statistics;

/// <summary>
/// The test of Clark and West (2007) for a model that nests its benchmark. If the benchmark is true the larger model's squared error
/// is raised by the noise of its estimates, (ŷ₀ − ŷ₁)²; the test adds that back: f = e₀² − (e₁² − (ŷ₀ − ŷ₁)²), and asks whether its mean
/// is above 0.
/// </summary>
public static class ClarkWest
{
    /// <summary>f of one forecast.</summary>
    /// <param name="actual">What came.</param>
    /// <param name="benchmark">ŷ₀, the nested forecast.</param>
    /// <param name="forecast">ŷ₁.</param>
    public static double Adjusted(double actual, double benchmark, double forecast)
    {
        var (nested, error, apart) = (actual - benchmark, actual - forecast, benchmark - forecast);
        return (nested * nested) - ((error * error) - (apart * apart));
    }

    /// <summary>The t statistic of the mean of f, and its one-sided p-value by the normal distribution.</summary>
    /// <param name="adjusted">f in time order, evenly spaced; NaN where one is missing.</param>
    /// <param name="lags">Serial correlation counted.</param>
    public static TestOutcome Run(ReadOnlySpan<double> adjusted, int lags)
    {
        var (statistic, count) = HacMean.Run(adjusted, lags);
        return new TestOutcome(statistic, NormalDistribution.Survival(statistic), count);
    }
}
