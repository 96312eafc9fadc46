using System.Runtime.InteropServices;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Ratio of two sums over the same rows, with a standard error. Rows of one minute are pooled over pairs first, as pairs move
/// together; the error is that of <see cref="Ratio"/> over minutes.
/// </summary>
public sealed class RatioEstimate
{
    private readonly List<double> _tops = [];
    private readonly List<double> _bottoms = [];
    private int _number;

    /// <summary>Adds a row; rows come in time order.</summary>
    public void Add(int number, double top, double bottom)
    {
        if (_tops.Count > 0 && _number == number)
        {
            _tops[^1] += top;
            _bottoms[^1] += bottom;
        }
        else
        {
            _number = number;
            _tops.Add(top);
            _bottoms.Add(bottom);
        }
    }

    /// <summary>The ratio.</summary>
    /// <param name="lags">Serial correlation counted, in sampled minutes.</param>
    public Estimate Estimate(int lags) => Ratio.Of(CollectionsMarshal.AsSpan(_tops), CollectionsMarshal.AsSpan(_bottoms), lags);
}
