namespace Bqx.Features;

/// <summary>Line and parabola of one window, in ticks. Formulas: orthogonal polynomials over x − (W−1)/2.</summary>
internal readonly ref struct RegressionFit
{
    private readonly double _window;
    private readonly double _mean;
    private readonly double _slope;
    private readonly double _curvature;
    private readonly double _total;
    private readonly double _byLine;
    private readonly double _byParabola;

    private RegressionFit(in RegressionSums sums, double window)
    {
        var square = window * window;
        var n1 = window * (square - 1) / 12;
        var n2 = n1 * (square - 4) / 15;
        var t1 = sums.TwiceLinear / 2.0;
        var t2 = sums.SixfoldQuadratic / 6.0;
        _window = window;
        _mean = sums.Sum / window;
        _slope = t1 / n1;
        _curvature = t2 / n2;
        _total = sums.ScaledVariance / window;
        _byLine = t1 * _slope;
        _byParabola = t2 * _curvature;
    }

    public static RegressionFit Of(in RegressionSums sums, int window) => new(sums, window);

    public void Write(double price, double sigma, Span<float> values)
    {
        var w = _window;
        var last = w - 1;
        var linear = _slope - (last * _curvature);
        var shift = _curvature * last * (w - 2) / 6;
        var start = _mean - (_slope * last / 2);
        var end = _mean + (_slope * last / 2) + shift;
        var sse1 = Math.Max(_total - _byLine, w / 12);
        var sse2 = Math.Max(_total - _byLine - _byParabola, w / 12);
        var r2Line = _total > 0 ? Math.Min(_byLine / _total, 1) : 0;
        var r2Parabola = _total > 0 ? Math.Min((_byLine + _byParabola) / _total, 1) : 0;

        values[0] = (float)(_slope / (price * sigma * Math.Sqrt(6 * ((w * w) + 1) / (5 * w * ((w * w) - 1)))));
        values[1] = (float)((start / price) - 1);
        values[2] = (float)r2Line;
        values[3] = (float)(_slope * Math.Sqrt(w * ((w * w) - 1) / 12 * (w - 2) / sse1));
        values[4] = (float)(linear * last / price);
        values[5] = (float)(_curvature * last * last / price);
        values[6] = (float)(((start + shift) / price) - 1);
        values[7] = (float)r2Parabola;
        values[8] = (float)(Math.Sqrt(sse2 / w) / price);
        values[9] = (float)((price - end) / Math.Sqrt(sse2 / (w - 3)));
        values[10] = (float)(_curvature == 0 ? 0 : Math.Clamp(-_slope / (_curvature * last), -3, 3));
        values[11] = (float)(r2Parabola - r2Line);
    }
}
