namespace Bqx.Learning.LeadLag;

/// <summary>
/// Newey–West covariance of the scores of one edge, from the sums that <see cref="ScorePanel"/> made: column c of these is lag 16 − c.
/// </summary>
internal sealed class ScoreCovariance(double[] ofLeader, double[] mixed, double[] ofOwn, int span)
{
    private const int Lags = GrangerPanel.Lags;

    /// <summary>Covariance of the scores on the leader's lags less their projection on the follower's.</summary>
    public double[,] Less(double[,] projection)
    {
        var covariance = new double[Lags, Lags];
        var ownTimes = Multiply((i, j) => At(ofOwn, i, j), (i, j) => projection[i, j]);
        var mixedTimes = Multiply((i, j) => At(mixed, i, j), (i, j) => projection[i, j]);
        var both = Multiply((i, j) => projection[j, i], (i, j) => ownTimes[i, j]);
        for (var i = 0; i < Lags; i++)
        {
            for (var j = 0; j < Lags; j++)
            {
                covariance[i, j] = (At(ofLeader, i, j) - mixedTimes[i, j] - mixedTimes[j, i] + both[i, j]) / span;
            }
        }

        return covariance;
    }

    private static double At(double[] sums, int i, int j) =>
        sums[((ScorePanel.Width - 1 - i) * ScorePanel.Width) + ScorePanel.Width - 1 - j];

    private static double[,] Multiply(Func<int, int, double> left, Func<int, int, double> right)
    {
        var product = new double[Lags, Lags];
        for (var i = 0; i < Lags; i++)
        {
            for (var j = 0; j < Lags; j++)
            {
                for (var k = 0; k < Lags; k++)
                {
                    product[i, j] += left(i, k) * right(k, j);
                }
            }
        }

        return product;
    }
}
