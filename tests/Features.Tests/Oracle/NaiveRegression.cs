namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 2: line and parabola by Cramer's rule on the normal equations in decimal, residuals summed one by one.</summary>
internal static class NaiveRegression
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var window in new[] { 60, 90, 150, 240, 390, 630 })
        {
            Add(values, [.. Enumerable.Range(0, window).Reverse().Select(i => (decimal)view.P(i))], view.Sigma);
        }
    }

    private static void Add(IDictionary<string, double> values, decimal[] y, double sigma)
    {
        var w = y.Length;
        var n = (decimal)w;
        var price = (double)y[^1];
        var (b0, b1) = Line(y);
        var (a0, a1, a2) = Parabola(y);
        var mean = y.Average();
        var sst = y.Sum(value => (value - mean) * (value - mean));
        var sse1 = Residuals(y, x => b0 + (b1 * x));
        var sse2 = Residuals(y, x => a0 + (a1 * x) + (a2 * x * x));
        var (floored1, floored2) = (Math.Max(sse1, n / 12), Math.Max(sse2, n / 12));
        var centred = Enumerable.Range(0, w).Sum(x => (decimal)Math.Pow(x - ((w - 1) / 2.0), 2));
        var walk = Enumerable.Range(0, w + 1).Sum(k => Math.Pow((double)k * (w - k), 2)) / (4 * Math.Pow((double)centred, 2));

        var prefix = $"reg_price_w{w}_";
        values[prefix + "slope_z"] = (double)b1 / (price * sigma * Math.Sqrt(walk));
        values[prefix + "intercept_rel"] = ((double)b0 / price) - 1;
        values[prefix + "r2_lin"] = sst == 0 ? 0 : (double)(1 - (sse1 / sst));
        values[prefix + "t_slope"] = (double)b1 / Math.Sqrt((double)(floored1 / (n - 2) / centred));
        values[prefix + "lin_term"] = (double)(a1 * (n - 1)) / price;
        values[prefix + "quad_term"] = (double)(a2 * (n - 1) * (n - 1)) / price;
        values[prefix + "const_rel"] = ((double)a0 / price) - 1;
        values[prefix + "r2_quad"] = sst == 0 ? 0 : (double)(1 - (sse2 / sst));
        values[prefix + "rmse_rel"] = Math.Sqrt((double)(floored2 / n)) / price;
        var end = a0 + (a1 * (n - 1)) + (a2 * (n - 1) * (n - 1));
        values[prefix + "end_resid_z"] = (double)(y[^1] - end) / Math.Sqrt((double)(floored2 / (n - 3)));
        var apex = a2 == 0 ? 0 : (double)(((-a1 / (2 * a2)) - ((n - 1) / 2)) / ((n - 1) / 2));
        values[prefix + "apex_pos"] = Math.Clamp(apex, -3, 3);
        values[prefix + "delta_r2"] = values[prefix + "r2_quad"] - values[prefix + "r2_lin"];
    }

    private static decimal Residuals(decimal[] y, Func<decimal, decimal> fit) =>
        y.Select((value, x) => (value - fit(x)) * (value - fit(x))).Sum();

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

    private static decimal Power(decimal[] y, int power) =>
        Enumerable.Range(0, y.Length).Sum(x => Enumerable.Repeat((decimal)x, power).Aggregate(1m, (a, b) => a * b));
}
