using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Line and parabola over the last W values of a series for six windows at once, one lane a window of <see cref="FitWindows"/>:
/// x = 0 (oldest) … W−1 (now), β1 = the line's slope, a0 + a1·x + a2·x² = the parabola. Terms that are not ratios are free of scale:
/// divided by the price where the series is one.
/// </summary>
internal sealed class FitTerms
{
    /// <summary>Features that <see cref="Write"/> gives a window.</summary>
    public const int PerWindow = 12;

    private const float LargestApex = 3;

    /// <summary>β1·(W−1): what the line rises over the window.</summary>
    public Vector512<double> Rise { get; private set; }

    /// <summary>a1·(W−1).</summary>
    public Vector512<double> Linear { get; private set; }

    /// <summary>a2·(W−1)².</summary>
    public Vector512<double> Quadratic { get; private set; }

    /// <summary>Mean of the window, from the value now.</summary>
    public Vector512<double> Mean { get; private set; }

    /// <summary>Σ (y − mean)², at least 0.</summary>
    public Vector512<double> Total { get; private set; }

    /// <summary>Share of the variance that the line explains.</summary>
    public Vector512<double> LineR2 { get; private set; }

    /// <summary>Share of the variance that the parabola explains.</summary>
    public Vector512<double> ParabolaR2 { get; private set; }

    /// <summary>β1 in units of its standard error.</summary>
    public Vector512<double> T { get; private set; }

    /// <summary>Root mean square of the parabola's residuals.</summary>
    public Vector512<double> Rmse { get; private set; }

    /// <summary>The value now less the parabola's, in units of the residuals' deviation.</summary>
    public Vector512<double> EndResidual { get; private set; }

    /// <summary>Place of the parabola's apex: −1 = oldest, 0 = middle, 1 = now; within ±3.</summary>
    public Vector512<double> Apex { get; private set; }

    /// <summary><see cref="Rise"/> in units of its deviation on a random walk.</summary>
    public Vector512<double> RiseZ { get; private set; }

    /// <summary><see cref="Linear"/> in units of its deviation on a random walk.</summary>
    public Vector512<double> LinearZ { get; private set; }

    /// <summary><see cref="Quadratic"/> in units of its deviation on a random walk.</summary>
    public Vector512<double> QuadraticZ { get; private set; }

    /// <summary>Computes all terms of the current minute.</summary>
    /// <param name="moments">Sums over the window, in the series' own unit.</param>
    /// <param name="bounds">What keeps the ratios finite.</param>
    /// <param name="scale">What makes a value scale-free.</param>
    /// <param name="sigma">σ̂.</param>
    /// <param name="walk">Deviations of the terms on a random walk.</param>
    public void Compute(in FitMoments moments, in FitBounds bounds, double scale, double sigma, WalkDeviations walk)
    {
        var slope = moments.Linear * FitWindows.InverseN1;
        var curvature = moments.Quadratic * FitWindows.InverseN2;
        var rise = slope * FitWindows.Last;
        var quadratic = curvature * FitWindows.LastSquared;
        var byLine = moments.Linear * slope;
        var byParabola = byLine + (moments.Quadratic * curvature);
        var inverseTotal = Vector512<double>.One / Vector512.Max(moments.Total, bounds.Total);
        var squares = Vector512.Max(moments.Total - byParabola, bounds.Residual);
        var rmse = Vector512.Sqrt(squares * FitWindows.InverseW);
        var end = moments.Mean + (rise * 0.5) + (curvature * FitWindows.Shift);
        var apex = -(rise * quadratic) / ((quadratic * quadratic) + Vector512.Create(bounds.Apex));

        LineR2 = Vector512.Min(byLine * inverseTotal, Vector512<double>.One);
        ParabolaR2 = Vector512.Min(byParabola * inverseTotal, Vector512<double>.One);
        T = slope * FitWindows.RootOfT / Vector512.Sqrt(Vector512.Max(moments.Total - byLine, bounds.Residual));
        EndResidual = -(end * FitWindows.ResidualScale) / rmse;
        Apex = Vector512.Min(Vector512.Max(apex, Vector512.Create<double>(-LargestApex)), Vector512.Create<double>(LargestApex));
        Rise = rise * scale;
        Quadratic = quadratic * scale;
        Linear = Rise - Quadratic;
        Mean = moments.Mean * scale;
        Total = Vector512.Max(moments.Total, Vector512<double>.Zero) * (scale * scale);
        Rmse = rmse * scale;
        var inverseSigma = 1 / sigma;
        RiseZ = Rise * walk.Rise * inverseSigma;
        LinearZ = Linear * walk.Linear * inverseSigma;
        QuadraticZ = Quadratic * walk.Quadratic * inverseSigma;
    }

    /// <summary>Writes twelve features a window, in the order of <see cref="RegressionFamily"/>.</summary>
    public void Write(Span<float> values)
    {
        var line = Mean - (Rise * 0.5);
        var bend = Quadratic * (FitWindows.Shift / FitWindows.LastSquared);
        Span<float> lanes = stackalloc float[PerWindow * 8];
        Put(lanes, 0, RiseZ, line);
        Put(lanes, 2, LineR2, T);
        Put(lanes, 4, Linear, Quadratic);
        Put(lanes, 6, line + bend, ParabolaR2);
        Put(lanes, 8, Rmse, EndResidual);
        Put(lanes, 10, Apex, ParabolaR2 - LineR2);
        values = values[..(FitWindows.Count * PerWindow)];
        for (int window = 0, to = 0; window < FitWindows.Count; window++)
        {
            for (var from = window; from < lanes.Length; from += 8)
            {
                values[to++] = lanes[from];
            }
        }
    }

    private static void Put(Span<float> lanes, int term, Vector512<double> one, Vector512<double> next) =>
        Vector512.Narrow(one, next).CopyTo(lanes[(term * 8)..]);
}
