using System.Numerics.Tensors;

namespace Bqx.Learning.Statistics;

/// <summary>Variance of a sum of serially correlated terms, by Newey and West (1987) with Bartlett weights.</summary>
public static class HacVariance
{
    /// <summary>
    /// Variance of Σ terms, whose mean is taken as 0: γ₀ + 2·Σ (1 − k/(lags+1))·γₖ, where γₖ is the sum of products k apart. A term of 0
    /// stands for one that is missing: it adds nothing.
    /// </summary>
    /// <param name="terms">In time order, evenly spaced.</param>
    /// <param name="lags">Lags to count, at least 0.</param>
    public static double OfSum(ReadOnlySpan<double> terms, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        var variance = Products(terms, 0);
        for (var k = 1; k <= Math.Min(lags, terms.Length - 1); k++)
        {
            variance += 2 * (1 - (k / (lags + 1.0))) * Products(terms, k);
        }

        return Math.Max(0, variance);
    }

    private static double Products(ReadOnlySpan<double> terms, int lag) => TensorPrimitives.Dot(terms[lag..], terms[..^lag]);
}
