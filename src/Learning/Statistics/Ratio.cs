using System.Numerics.Tensors;

namespace Bqx.Learning.Statistics;

/// <summary>Ratio of two sums with the standard error of its linearisation, consistent under serial correlation.</summary>
public static class Ratio
{
    /// <summary>
    /// r = Σtop/Σbottom and √V̂(Σ(top − r·bottom))/|Σbottom|, V̂ of <see cref="HacVariance"/>; (0, 0) where Σbottom is 0.
    /// </summary>
    /// <param name="tops">In time order, evenly spaced; 0 where there is none.</param>
    /// <param name="bottoms">The same for what is below.</param>
    /// <param name="lags">Serial correlation counted.</param>
    public static Estimate Of(ReadOnlySpan<double> tops, ReadOnlySpan<double> bottoms, int lags)
    {
        var bottom = TensorPrimitives.Sum(bottoms);
        if (bottom == 0)
        {
            return new Estimate(0, 0);
        }

        var ratio = TensorPrimitives.Sum(tops) / bottom;
        var residuals = new double[tops.Length];
        TensorPrimitives.Multiply(bottoms, -ratio, residuals);
        TensorPrimitives.Add(residuals, tops, residuals);
        return new Estimate(ratio, Math.Sqrt(HacVariance.OfSum(residuals, lags)) / Math.Abs(bottom));
    }
}
