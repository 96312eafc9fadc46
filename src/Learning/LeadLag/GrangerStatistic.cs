using Bqx.Learning.Linear;

namespace Bqx.Learning.LeadLag;

/// <summary>From score g, spread D and score covariance S to the Wald statistic gᵀS⁻¹g and the t of each coefficient of D⁻¹g.</summary>
internal static class GrangerStatistic
{
    /// <summary>Wald statistic, lag of the largest |t|, that t; (0, 1, 0) where a matrix is singular.</summary>
    public static (double Wald, int Lag, double T) Of(double[] score, double[,] spread, double[,] covariance)
    {
        if (Cholesky.Factor(spread) is not { } inverse || Cholesky.Factor(covariance) is not { } errors)
        {
            return (0, 1, 0);
        }

        var n = score.Length;
        var wald = Dot(score, errors.Solve(score));
        var coefficients = inverse.Solve(score);
        var (lag, largest) = (1, 0.0);
        for (var j = 0; j < n; j++)
        {
            var unit = new double[n];
            unit[j] = 1;
            var row = inverse.Solve(unit);
            var variance = 0.0;
            for (var a = 0; a < n; a++)
            {
                for (var b = 0; b < n; b++)
                {
                    variance += row[a] * covariance[a, b] * row[b];
                }
            }

            var t = coefficients[j] / Math.Sqrt(variance);
            (lag, largest) = Math.Abs(t) > Math.Abs(largest) ? (j + 1, t) : (lag, largest);
        }

        return (wald, lag, largest);
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();
}
