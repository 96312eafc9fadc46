using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Ratio of two sums over the same rows, with a standard error. Rows of one minute are pooled over pairs first, as pairs move
/// together; the error is that of the linearised ratio, heteroscedasticity- and autocorrelation-consistent over minutes.
/// </summary>
public sealed class RatioEstimate
{
    private readonly List<(int Number, double Top, double Bottom)> _minutes = [];

    /// <summary>Adds a row; rows come in time order.</summary>
    public void Add(int number, double top, double bottom)
    {
        if (_minutes.Count > 0 && _minutes[^1].Number == number)
        {
            var last = _minutes[^1];
            _minutes[^1] = (number, last.Top + top, last.Bottom + bottom);
        }
        else
        {
            _minutes.Add((number, top, bottom));
        }
    }

    /// <summary>The ratio.</summary>
    /// <param name="lags">Serial correlation counted, in sampled minutes.</param>
    public Estimate Estimate(int lags)
    {
        var bottom = _minutes.Sum(minute => minute.Bottom);
        if (bottom == 0)
        {
            return new Estimate(0, 0);
        }

        var ratio = _minutes.Sum(minute => minute.Top) / bottom;
        double[] residuals = [.. _minutes.Select(minute => minute.Top - (ratio * minute.Bottom))];
        return new Estimate(ratio, Math.Sqrt(HacVariance.OfSum(residuals, lags)) / Math.Abs(bottom));
    }
}
