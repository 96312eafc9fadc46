using Bqx.Core;
using Bqx.Learning.Linear;

namespace Bqx.Learning.LeadLag;

/// <summary>
/// Granger tests among all series of a panel: y[t] on its own 15 lags and those of x, H₀: no lag of x matters. The Wald statistic
/// b̂ᵀV⁻¹b̂ has V = D⁻¹SD⁻¹, D = X̃ᵀX̃, X̃ = lags of x less their projection on the lags of y, and S = Newey–West covariance of the scores
/// u[t]·x̃[t−j], where u are the residuals of the regression under H₀: heavy tails and clustered volatility then do not make it
/// reject too often. It is gᵀS⁻¹g with g = X̃ᵀu. Bartlett weights: S = Σ m·mᵀ/(L+1) over moving sums m of L + 1 scores.
/// </summary>
internal sealed class GrangerPanel
{
    /// <summary>Lags tested, and own lags allowed for.</summary>
    public const int Lags = LeadLagGraph.MaxLag;

    private const int Padding = 64;
    private const int LongestSpan = Padding - ScorePanel.Width;
    private const int BlockRows = 512;

    private readonly int _minutes;
    private readonly int _span;
    private readonly double[][] _series;
    private readonly LaggedProducts _products;
    private readonly double[] _residuals;
    private readonly double[] _ownRows = new double[BlockRows * ScorePanel.Width];
    private readonly double[] _rows = new double[BlockRows * ScorePanel.Width];

    /// <param name="columns">Series of the same length, one value a minute.</param>
    public GrangerPanel(double[][] columns)
    {
        _minutes = columns[0].Length;
        _span = Math.Min(LongestSpan, 1 + (int)(4 * Math.Pow(_minutes / 100.0, 2.0 / 9)));
        _series = [.. columns.Select(Standardise)];
        _products = new LaggedProducts(_series, Lags);
        _residuals = new double[_series[0].Length];
    }

    /// <summary>Tests every other series against one follower: Wald statistic, lag of the largest |t|, that t.</summary>
    public (double Wald, int Lag, double T)[] Test(int follower)
    {
        var results = new (double Wald, int Lag, double T)[_series.Length];
        if (Cholesky.Factor(_products.Gram(follower, follower)) is not { } own)
        {
            return Array.ConvertAll(results, _ => (0.0, 1, 0.0));
        }

        var reflection = own.Solve([.. Enumerable.Range(1, Lags).Select(k => _products[follower, follower, k])]);
        Filter(_series[follower], reflection);
        var ofOwn = new double[ScorePanel.Width * ScorePanel.Width];
        var ofLeader = NewSums();
        var mixed = NewSums();
        Accumulate(follower, ofOwn, ofLeader, mixed);
        for (var leader = 0; leader < results.Length; leader++)
        {
            var scores = new ScoreCovariance(ofLeader[leader], mixed[leader], ofOwn, _span);
            results[leader] = leader == follower ? (0, 1, 0) : Judge(follower, leader, own, reflection, scores);
        }

        return results;
    }

    private double[] Standardise(double[] column)
    {
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Sum(value => (value - mean) * (value - mean)) / column.Length);
        var padded = new double[Padding + column.Length + Padding];
        for (var t = 0; t < column.Length && deviation > 0; t++)
        {
            padded[Padding + t] = (column[t] - mean) / deviation;
        }

        return padded;
    }

    private double[][] NewSums() => [.. _series.Select(_ => new double[ScorePanel.Width * ScorePanel.Width])];

    private void Filter(double[] series, double[] reflection)
    {
        for (var t = Padding; t < Padding + _minutes; t++)
        {
            var forecast = 0.0;
            for (var i = 0; i < Lags; i++)
            {
                forecast += reflection[i] * series[t - 1 - i];
            }

            _residuals[t] = series[t] - forecast;
        }
    }

    // Σ m·mᵀ of the scores on own lags, on a leader's lags, and between the two.
    private void Accumulate(int follower, double[] ofOwn, double[][] ofLeader, double[][] mixed)
    {
        var states = _series.Select(_ => new double[ScorePanel.Width]).ToArray();
        var end = _minutes + _span - 1;
        for (var start = 0; start < end; start += BlockRows)
        {
            var length = Math.Min(BlockRows, end - start) * ScorePanel.Width;
            var (own, rows) = (_ownRows.AsMemory(0, length), _rows.AsMemory(0, length));
            Slide(follower, start, states[follower], own.Span);
            ScorePanel.AddProducts(own.Span, own.Span, ofOwn);
            for (var leader = 0; leader < _series.Length; leader++)
            {
                if (leader != follower)
                {
                    Slide(leader, start, states[leader], rows.Span);
                    ScorePanel.AddProducts(rows.Span, rows.Span, ofLeader[leader]);
                    ScorePanel.AddProducts(rows.Span, own.Span, mixed[leader]);
                }
            }
        }
    }

    private void Slide(int series, int start, double[] sums, Span<double> rows)
    {
        var first = Padding + start - _span;
        ScorePanel.Slide(_residuals.AsSpan(first), _series[series].AsSpan(first - ScorePanel.Width), _span, sums, rows);
    }

    private (double Wald, int Lag, double T) Judge(
        int follower, int leader, Cholesky own, double[] reflection, ScoreCovariance scores)
    {
        var cross = _products.Gram(follower, leader);
        var projection = new double[Lags, Lags]; // of the leader's lags on the follower's, by columns
        var spread = _products.Gram(leader, leader);
        var score = new double[Lags];
        for (var j = 0; j < Lags; j++)
        {
            var column = Enumerable.Range(0, Lags).Select(i => cross[i, j]).ToArray();
            var weights = own.Solve(column);
            for (var i = 0; i < Lags; i++)
            {
                projection[i, j] = weights[i];
                spread[j, i] -= Enumerable.Range(0, Lags).Sum(k => cross[k, i] * weights[k]);
            }

            score[j] = _products[follower, leader, j + 1] - Enumerable.Range(0, Lags).Sum(i => reflection[i] * column[i]);
        }

        return GrangerStatistic.Of(score, spread, scores.Less(projection));
    }
}
