namespace Bqx.Features;

/// <summary>Line and parabola of one window, in ticks, from orthogonal polynomials over x − (W−1)/2.</summary>
internal static class RegressionFit
{
    /// <summary>Writes the twelve features.</summary>
    public static void Write(in RegressionSums sums, RegressionWindow window, double price, double sigma, Span<float> values)
    {
        double w = window.Minutes;
        var last = w - 1;
        var t1 = sums.TwiceLinear / 2.0;
        var t2 = sums.SixfoldQuadratic / 6.0;
        var slope = t1 * window.InverseN1;
        var curvature = t2 * window.InverseN2;
        var total = sums.ScaledVariance / w;
        var byLine = t1 * slope;
        var byParabola = byLine + (t2 * curvature);

        var half = slope * last / 2;
        var shift = curvature * last * (w - 2) / 6;
        var above = (sums.Sum / w) - price; // the mean, from today's price
        var r2Line = total > 0 ? Math.Min(byLine / total, 1) : 0;
        var r2Parabola = total > 0 ? Math.Min(byParabola / total, 1) : 0;
        var rmse = Math.Sqrt(Math.Max(total - byParabola, window.Floor) / w);
        var inverse = 1 / price;

        values[11] = (float)(r2Parabola - r2Line);
        values[10] = (float)(curvature == 0 ? 0 : Math.Clamp(-slope / (curvature * last), -3, 3));
        values[9] = (float)(-(above + half + shift) / rmse * window.ResidualScale);
        values[8] = (float)(rmse * inverse);
        values[7] = (float)r2Parabola;
        values[6] = (float)((above - half + shift) * inverse);
        values[5] = (float)(curvature * last * last * inverse);
        values[4] = (float)((slope - (last * curvature)) * last * inverse);
        values[3] = (float)(slope * window.RootOfT / Math.Sqrt(Math.Max(total - byLine, window.Floor)));
        values[2] = (float)r2Line;
        values[1] = (float)((above - half) * inverse);
        values[0] = (float)(slope * window.InverseWalkDeviation * inverse / sigma);
    }
}
