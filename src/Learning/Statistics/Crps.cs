namespace Bqx.Learning.Statistics;

/// <summary>Continuous ranked probability score: the integral of (F(x) − 1{x ≥ actual})², in the unit of the forecast; less is better.</summary>
public static class Crps
{
    private static readonly double InverseRootPi = 1 / Math.Sqrt(Math.PI);

    /// <summary>
    /// Of a normal distribution (Gneiting and Raftery 2007): s·(z(2Φ(z) − 1) + 2φ(z) − 1/√π), z = error/s. With no spread, |error|.
    /// </summary>
    /// <param name="error">Actual less forecast.</param>
    /// <param name="spread">Standard deviation s of the forecast, at least 0.</param>
    public static double Gaussian(double error, double spread)
    {
        if (!(spread > 0))
        {
            return Math.Abs(error);
        }

        var z = Math.Abs(error / spread);
        return spread * ((z * (1 - (2 * NormalDistribution.Survival(z)))) + (2 * NormalDistribution.Density(z)) - InverseRootPi);
    }
}
