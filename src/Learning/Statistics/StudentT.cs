namespace Bqx.Learning.Statistics;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
public static class StudentT
{
    /// <summary>
    /// P(T &gt; t), by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4 in θ = atan(t/√n); exact to some 1e-13 absolutely, so
    /// that probabilities smaller than that come out as about 0.
    /// </summary>
    public static double Survival(double t, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        var within = Within(Math.Abs(t), degrees);
        return t >= 0 ? Math.Clamp((1 - within) / 2, 0, 0.5) : Math.Clamp((1 + within) / 2, 0.5, 1);
    }

    /// <summary>P(|T| &gt; |t|).</summary>
    public static double TwoSided(double t, int degrees) => 2 * Survival(Math.Abs(t), degrees);

    // P(|T| ≤ t).
    private static double Within(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        if (degrees == 1)
        {
            return 2 * angle / Math.PI;
        }

        var odd = degrees % 2;
        var (sum, term) = (0.0, odd == 1 ? cosine : 1.0);
        for (var k = odd; k <= degrees - 2; k += 2)
        {
            sum += term;
            term *= (k + 1.0) / (k + 2.0) * cosine * cosine;
        }

        return odd == 1 ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
