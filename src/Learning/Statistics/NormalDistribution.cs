namespace Bqx.Learning.Statistics;

/// <summary>The standard normal distribution, to some 14 digits.</summary>
public static class NormalDistribution
{
    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>φ(x) = e^(−x²/2)/√(2π).</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / RootTwoPi;

    /// <summary>Φ(x) = P(X ≤ x).</summary>
    public static double Cdf(double x) => Survival(-x);

    /// <summary>1 − Φ(x) = P(X &gt; x), with full relative precision far out.</summary>
    public static double Survival(double x) => x >= 0 ? 0.5 * Complement(x / Math.Sqrt(2)) : 1 - (0.5 * Complement(-x / Math.Sqrt(2)));

    /// <summary>The x with Φ(x) = <paramref name="probability"/>: bisection, then Newton.</summary>
    /// <param name="probability">Between 0 and 1, neither included.</param>
    public static double Quantile(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile is of a probability between 0 and 1.");
        }

        var (low, high) = (-39.0, 39.0);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cdf(middle) < probability ? (middle, high) : (low, middle);
        }

        var x = (low + high) / 2;
        var density = Density(x);
        return density > 0 ? x - ((Cdf(x) - probability) / density) : x;
    }

    /// <summary>erfc(x) for x ≥ 0: the series of erf below 2, the continued fraction above.</summary>
    internal static double Complement(double x)
    {
        var square = x * x;
        if (x < 2)
        {
            double sum = 0, term = x;
            for (var n = 0; Math.Abs(term) > 1e-18; n++)
            {
                sum += term / ((2 * n) + 1);
                term *= -square / (n + 1);
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * sum);
        }

        var fraction = 0.0;
        for (var n = 80; n >= 1; n--)
        {
            fraction = n / 2.0 / (x + fraction);
        }

        return Math.Exp(-square) / (Math.Sqrt(Math.PI) * (x + fraction));
    }
}
