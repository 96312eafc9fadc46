using Bqx.Learning.Statistics;

namespace Bqx.Learning.LeadLag;

/// <summary>The χ² distribution.</summary>
public static class ChiSquare
{
    /// <summary>
    /// Probability that χ² with an odd number of degrees of freedom exceeds a value: erfc(√(x/2)) + e^(−x/2)·Σ (x/2)^(k+½)/Γ(k + 3/2),
    /// k = 0 … (n−3)/2.
    /// </summary>
    public static double Survival(double value, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(int.IsOddInteger(degrees), false);
        if (!(value > 0))
        {
            return 1;
        }

        var half = value / 2;
        var term = Math.Sqrt(half) * 2 / Math.Sqrt(Math.PI);
        var sum = 0.0;
        for (var k = 0; k < (degrees - 1) / 2; k++)
        {
            sum += term;
            term *= half / (k + 1.5);
        }

        return Math.Min(1, NormalDistribution.Complement(Math.Sqrt(half)) + (Math.Exp(-half) * sum));
    }
}
