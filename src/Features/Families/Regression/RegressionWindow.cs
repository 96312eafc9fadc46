namespace Bqx.Features;

/// <summary>What a regression's formulas need of the window alone, W minutes long.</summary>
internal sealed class RegressionWindow
{
    public RegressionWindow(int minutes)
    {
        double w = minutes;
        Minutes = minutes;
        InverseN1 = 12 / (w * ((w * w) - 1));
        InverseN2 = 15 * InverseN1 / ((w * w) - 4);
        InverseWalkDeviation = Math.Sqrt(5 * w * ((w * w) - 1) / (6 * ((w * w) + 1)));
        RootOfT = Math.Sqrt((w - 2) / InverseN1);
        ResidualScale = Math.Sqrt((w - 3) / w);
        Floor = w / 12;
    }

    public int Minutes { get; }

    /// <summary>1/N1, N1 = Σ(x−m)² = W(W²−1)/12.</summary>
    public double InverseN1 { get; }

    /// <summary>1/N2, N2 = Σ[(x−m)² − (W²−1)/12]² = W(W²−1)(W²−4)/180.</summary>
    public double InverseN2 { get; }

    /// <summary>Inverse of the slope's standard deviation on a walk of unit steps, √(6(W²+1)/(5W(W²−1))).</summary>
    public double InverseWalkDeviation { get; }

    /// <summary>√(N1·(W−2)).</summary>
    public double RootOfT { get; }

    /// <summary>√((W−3)/W): from the root mean square of residuals to their unbiased deviation, inverted.</summary>
    public double ResidualScale { get; }

    /// <summary>Least residual sum of squares, ticks²: what rounding to ticks leaves.</summary>
    public double Floor { get; }
}
