namespace Bqx.Features.Tests.Oracle;

/// <summary>Line and parabola by elimination on the normal equations in decimal, residuals summed one by one.</summary>
internal sealed class NaiveFit
{
    private readonly decimal[] _y;

    public NaiveFit(decimal[] y)
    {
        _y = y;
        N = y.Length;
        Last = y[^1];
        (B0, B1) = Line(y);
        (A0, A1, A2) = Parabola(y);
    }

    public decimal N { get; }

    public decimal Last { get; }

    public decimal Total => Residuals(_y.Average(), 0, 0);

    public decimal B0 { get; }

    public decimal B1 { get; }

    public decimal A0 { get; }

    public decimal A1 { get; }

    public decimal A2 { get; }

    public decimal LineResiduals => Residuals(B0, B1, 0);

    public decimal ParabolaResiduals => Residuals(A0, A1, A2);

    public decimal Rise => B1 * (N - 1);

    public decimal Linear => A1 * (N - 1);

    public decimal Quadratic => A2 * (N - 1) * (N - 1);

    /// <summary>Σ (x − m)².</summary>
    public decimal Centred => Enumerable.Range(0, (int)N).Sum(x => (x - ((N - 1) / 2)) * (x - ((N - 1) / 2)));

    /// <summary>The last value less the parabola's, in units of the residuals' deviation, their sum at least a bound.</summary>
    public double EndResidual(decimal least) =>
        (double)(Last - (A0 + Linear + Quadratic)) / Math.Sqrt((double)(Math.Max(ParabolaResiduals, least) / (N - 3)));

    private decimal Residuals(decimal a0, decimal a1, decimal a2) => _y.Select((value, x) =>
    {
        var residual = value - (a0 + (a1 * x) + (a2 * x * x));
        return residual * residual;
    }).Sum();

    private static (decimal B0, decimal B1) Line(decimal[] y)
    {
        var n = (decimal)y.Length;
        var (sx, sxx) = (Power(y, 1), Power(y, 2));
        var (sy, sxy) = (y.Sum(), y.Select((value, x) => value * x).Sum());
        var slope = ((n * sxy) - (sx * sy)) / ((n * sxx) - (sx * sx));
        return ((sy - (slope * sx)) / n, slope);
    }

    private static (decimal A0, decimal A1, decimal A2) Parabola(decimal[] y)
    {
        // The mean is taken out first so that the determinants stay within decimal's 28 digits.
        var shift = y.Average();
        var (s1, s2, s3, s4) = (Power(y, 1), Power(y, 2), Power(y, 3), Power(y, 4));
        var n = (decimal)y.Length;
        var t0 = y.Sum(value => value - shift);
        var t1 = y.Select((value, x) => (value - shift) * x).Sum();
        var t2 = y.Select((value, x) => (value - shift) * x * x).Sum();

        // Gauss on [n s1 s2 | t0], [s1 s2 s3 | t1], [s2 s3 s4 | t2].
        var (f1, f2) = (s1 / n, s2 / n);
        var (c11, c12, r1) = (s2 - (f1 * s1), s3 - (f1 * s2), t1 - (f1 * t0));
        var (c21, c22, r2) = (s3 - (f2 * s1), s4 - (f2 * s2), t2 - (f2 * t0));
        var g = c21 / c11;
        var a2 = (r2 - (g * r1)) / (c22 - (g * c12));
        var a1 = (r1 - (c12 * a2)) / c11;
        return (((t0 - (s1 * a1) - (s2 * a2)) / n) + shift, a1, a2);
    }

    private static decimal Power(decimal[] y, int power)
    {
        decimal sum = 0;
        for (var x = 0; x < y.Length; x++)
        {
            var term = 1m;
            for (var k = 0; k < power; k++)
            {
                term *= x;
            }

            sum += term;
        }

        return sum;
    }
}
