namespace Bqx.Learning.Tests.LeadLag;

/// <summary>Returns without any link between series: GARCH(1,1) with α = 0.05, β = 0.94 and innovations of Student's t with four degrees.</summary>
internal static class IndependentReturns
{
    public static double[][] Of(int series, int minutes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, series).Select(_ => One(minutes, random))];
    }

    private static double[] One(int minutes, Random random)
    {
        var values = new double[minutes];
        var variance = 1.0;
        for (var t = 0; t < minutes; t++)
        {
            values[t] = Math.Sqrt(variance) * StudentT4(random);
            variance = 0.01 + (0.05 * values[t] * values[t]) + (0.94 * variance);
        }

        return values;
    }

    // Scaled to variance 1.
    private static double StudentT4(Random random)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var chi = -2 * Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble()));
        return normal * Math.Sqrt(2 / chi);
    }
}
