using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Line and parabola over the last W values of a series for six windows at once, one lane a window of <see cref="FitWindows"/>:
/// x = 0 (oldest) … W−1 (now), β1 = the line's slope, a0 + a1·x + a2·x² = the parabola. Terms that are not ratios are free of scale:
/// divided by the price where the series is one. Terms that others subtract from each other are kept in double precision.
/// </summary>
internal sealed class FitTerms
{
    private const float LargestApex = 3;

    private readonly float[] _rows = new float[FitRows.Length];

    /// <summary>Mean of the window, from the value now.</summary>
    public Vector512<double> Mean { get; private set; }

    /// <summary>Σ (y − mean)², at least 0.</summary>
    public Vector512<double> Total { get; private set; }

    /// <summary>Share of the variance that the line explains.</summary>
    public Vector512<double> LineR2 { get; private set; }

    /// <summary>Share of the variance that the parabola explains.</summary>
    public Vector512<double> ParabolaR2 { get; private set; }

    /// <summary>β1·(W−1) in units of its deviation on a random walk.</summary>
    public Vector512<double> RiseZ { get; private set; }

    /// <summary>a2·(W−1)² in units of its deviation on a random walk.</summary>
    public Vector512<double> QuadraticZ { get; private set; }

    /// <summary>a1·(W−1) over 60 minutes in units of its deviation on a random walk.</summary>
    public double LinearZOfSixty { get; private set; }

    /// <summary>The value now less the parabola's over 60 minutes, in units of the residuals' deviation.</summary>
    public double EndResidualOfSixty { get; private set; }

    /// <summary>Computes all terms of the current minute; <see cref="RiseZ"/> and <see cref="QuadraticZ"/> of them.</summary>
    /// <param name="moments">Sums over the window, in the series' own unit.</param>
    /// <param name="bounds">What keeps the ratios finite.</param>
    /// <param name="scale">What makes a value scale-free.</param>
    /// <param name="inverseSigma">1/σ̂.</param>
    /// <param name="walk">Deviations of the terms on a random walk.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<double> RiseZ, Vector512<double> QuadraticZ) Compute(
        FitMoments moments, FitBounds bounds, double scale, double inverseSigma, WalkDeviations walk)
    {
        var slope = moments.Linear * FitWindows.InverseN1;
        var curvature = moments.Quadratic * FitWindows.InverseN2;
        var rise = slope * FitWindows.Last;
        var bend = curvature * FitWindows.LastSquared;
        var byLine = moments.Linear * slope;
        var byParabola = byLine + (moments.Quadratic * curvature);
        var inverseTotal = Vector512<double>.One / Vector512.MaxNative(moments.Total, bounds.Total);
        var lineR2 = Vector512.MinNative(byLine * inverseTotal, Vector512<double>.One);
        var parabolaR2 = Vector512.MinNative(byParabola * inverseTotal, Vector512<double>.One);
        var residual = Vector512.MaxNative(moments.Total - byParabola, bounds.Residual);
        var end = -((moments.Mean + (rise * 0.5) + (curvature * FitWindows.Shift)) * FitWindows.RootOfResidual);

        // In single precision from here: nothing cancels any more.
        var roots = Vector512.Sqrt(Vector512.Narrow(Vector512.MaxNative(moments.Total - byLine, bounds.Residual), residual));
        var ratios = Vector512.Narrow(slope * FitWindows.RootOfT, end) / roots;
        var rmse = roots.GetUpper() * (FitWindows.InverseRootW * (float)scale);
        var apex = Lanes.Narrow(-(rise * bend)) / Lanes.Narrow((bend * bend) + Vector512.Create(bounds.Apex));
        apex = Vector256.MinNative(Vector256.MaxNative(apex, Vector256.Create(-LargestApex)), Vector256.Create(LargestApex));

        rise *= scale;
        bend *= scale;
        var linear = rise - bend;
        var mean = moments.Mean * scale;
        var line = mean - (rise * 0.5);
        var riseZ = rise * walk.Rise * inverseSigma;
        var rows = _rows.AsSpan(0, FitRows.Length);
        FitRows.Store(Vector512.Narrow(riseZ, line), Pair(Lanes.Narrow(lineR2), ratios.GetLower()), rows);
        FitRows.Store(Vector512.Narrow(linear, bend), Vector512.Narrow(line + (bend * FitWindows.ShiftOfBend), parabolaR2), rows[4..]);
        FitRows.Store(Pair(rmse, ratios.GetUpper()), Pair(apex, Lanes.Narrow(parabolaR2 - lineR2)), rows[8..]);

        var quadraticZ = bend * walk.Quadratic * inverseSigma;
        (Mean, LineR2, ParabolaR2, RiseZ, QuadraticZ) = (mean, lineR2, parabolaR2, riseZ, quadraticZ);
        Total = Vector512.MaxNative(moments.Total, Vector512<double>.Zero) * (scale * scale);
        LinearZOfSixty = (linear * walk.Linear).ToScalar() * inverseSigma;
        EndResidualOfSixty = end.ToScalar() / Math.Sqrt(residual.ToScalar());
        return (riseZ, quadraticZ);
    }

    /// <summary>Writes twelve features a window, in the order of <see cref="RegressionFamily"/>.</summary>
    public void Write(Span<float> values) => _rows.CopyTo(values);

    private static Vector512<float> Pair(Vector256<float> one, Vector256<float> next) => Vector512.Create(one, next);
}
