using Bqx.Learning.Linear;

namespace Bqx.Learning.Tests.LeadLag;

/// <summary>The same test by the textbook: regressors row by row, residuals on residuals, Newey–West sums lag by lag.</summary>
internal static class NaiveGranger
{
    private const int Lags = 15;

    public static (double Wald, int Lag, double T) Test(double[] follower, double[] leader)
    {
        var n = follower.Length;
        var (y, x) = (Standardise(follower), Standardise(leader));

        // Series count as 0 outside their window, so rows go on for fifteen minutes after its end.
        var rows = Enumerable.Range(0, n + Lags).ToArray();
        var own = rows.Select(t => Past(y, t)).ToArray();
        var other = rows.Select(t => Past(x, t)).ToArray();
        var target = rows.Select(t => t < n ? y[t] : 0).ToArray();
        var residual = Less(target, own);
        var cleaned = Enumerable.Range(0, Lags).Select(j => Less([.. other.Select(row => row[j])], own)).ToArray();

        var scores = Enumerable.Range(0, n).Select(t => cleaned.Select(column => column[t] * residual[t]).ToArray()).ToArray();
        var bandwidth = (int)(4 * Math.Pow(n / 100.0, 2.0 / 9));
        var covariance = Square((i, j) => NeweyWest(scores, i, j, bandwidth));
        var spread = Square((i, j) => Sum(cleaned[i], cleaned[j]));
        var score = cleaned.Select(column => Sum(column, residual)).ToArray();
        var wald = Sum(score, Cholesky.Factor(covariance)!.Solve(score));

        var inverse = Enumerable.Range(0, Lags).Select(j => Cholesky.Factor(spread)!.Solve(Unit(j))).ToArray();
        var t = Enumerable.Range(0, Lags).Select(j =>
        {
            var variance = 0.0;
            for (var a = 0; a < Lags; a++)
            {
                variance += inverse[j][a] * Enumerable.Range(0, Lags).Sum(b => covariance[a, b] * inverse[j][b]);
            }

            return Sum(inverse[j], score) / Math.Sqrt(variance);
        }).ToArray();
        var lag = Enumerable.Range(0, Lags).MaxBy(j => Math.Abs(t[j]));
        return (wald, lag + 1, t[lag]);
    }

    private static double[] Standardise(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
        return [.. values.Select(value => (value - mean) / deviation)];
    }

    private static double[] Past(double[] series, int t) =>
        [.. Enumerable.Range(1, Lags).Select(lag => t - lag >= 0 && t - lag < series.Length ? series[t - lag] : 0)];

    private static double[] Less(double[] values, double[][] regressors)
    {
        var gram = Square((i, j) => regressors.Sum(row => row[i] * row[j]));
        var moments = Enumerable.Range(0, Lags).Select(i => regressors.Zip(values, (row, value) => row[i] * value).Sum()).ToArray();
        var coefficients = Cholesky.Factor(gram)!.Solve(moments);
        return [.. values.Zip(regressors, (value, row) => value - Sum(row, coefficients))];
    }

    private static double NeweyWest(double[][] scores, int i, int j, int bandwidth)
    {
        var sum = scores.Sum(score => score[i] * score[j]);
        for (var k = 1; k <= bandwidth; k++)
        {
            var products = 0.0;
            for (var t = k; t < scores.Length; t++)
            {
                products += (scores[t][i] * scores[t - k][j]) + (scores[t - k][i] * scores[t][j]);
            }

            sum += (1 - (k / (bandwidth + 1.0))) * products;
        }

        return sum;
    }

    private static double[,] Square(Func<int, int, double> entry)
    {
        var matrix = new double[Lags, Lags];
        for (var i = 0; i < Lags; i++)
        {
            for (var j = 0; j < Lags; j++)
            {
                matrix[i, j] = entry(i, j);
            }
        }

        return matrix;
    }

    private static double[] Unit(int j) => [.. Enumerable.Range(0, Lags).Select(i => i == j ? 1.0 : 0)];

    private static double Sum(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();
}
