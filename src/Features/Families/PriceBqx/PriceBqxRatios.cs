using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Ratios of family 18, of sums over its windows and of the fits. What cancels is computed in double precision, the ratios in single;
/// "tick" is 1/P, "now" BQX.
/// </summary>
internal static class PriceBqxRatios
{
    // Of the variance of prices, left to the residual: beyond it, rounding decides.
    private const double LeastShare = 1e-6;

    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Lanes.Of(PriceBqxState.LaneWindows);
    private static readonly Vector128<double> InverseBoth = OfBoth(FitWindows.InverseW);
    private static readonly Vector256<double> InverseThree = OfThree(FitWindows.InverseW);
    private static readonly Vector256<double> WalkVariance = InverseThree * Martingale.SumOfSquares(60);

    /// <summary>Of lagged returns and BQX, one lane a window and lag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Correlations(
        Vector512<double> products, Vector512<double> returns, Vector512<double> squares, FitTerms bqx, double now, double tick)
    {
        var meanReturn = returns * InverseWindows;
        var ofReturns = (squares * InverseWindows) - (meanReturn * meanReturn);
        var covariance = (products * InverseWindows) - (meanReturn * (ByWindow(bqx.Mean) + Vector512.Create(now)));
        ofReturns = Vector512.MaxNative(ofReturns, Vector512.Create(tick * tick * (1.0 / 6)));
        var variance = ByWindow(bqx.Total) * InverseWindows;
        variance = Vector512.MaxNative(variance, Vector512.Create(BqxFits.RoundingVariance * (tick * tick)));
        return Lanes.Narrow(covariance) / Vector256.Sqrt(Lanes.Narrow(ofReturns * variance));
    }

    /// <summary>Of BQX and of what returns make of it if they are independent, over 60, 240 and 630 minutes; the fourth lane is never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OfVariances(FitTerms bqx, Vector512<double> squares, double tick)
    {
        var seen = OfThree(bqx.Total) * InverseThree;
        var walk = Vector512.Shuffle(squares, Vector512.Create(3L, 5, 6, 6, 6, 6, 6, 6)).GetLower() * WalkVariance;
        var sum = Vector256.MaxNative(seen + walk, Vector256.Create(BqxFits.RoundingVariance * (tick * tick)));
        return Narrow(seen - walk) / Narrow(sum);
    }

    /// <summary>Residuals of the price regressed on BQX over both windows, then the shares that BQX explains.</summary>
    /// <param name="levels">Σ P·B over both windows.</param>
    /// <param name="price">Fits of the price.</param>
    /// <param name="bqx">Fits of BQX.</param>
    /// <param name="now">BQX.</param>
    /// <param name="tick">1/P.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Regressions(Vector128<double> levels, FitTerms price, FitTerms bqx, double now, double tick)
    {
        var square = tick * tick;
        var (meanPrice, meanBqx) = (OfBoth(price.Mean), OfBoth(bqx.Mean));
        var mean = (Vector128<double>.One + meanPrice) * (meanBqx + Vector128.Create(now));
        var covariance = (levels * InverseBoth * tick) - mean;
        var ofPrice = Vector128.MaxNative(OfBoth(price.Total) * InverseBoth, Vector128.Create(square * (1.0 / 12)));
        var ofBqx = Vector128.MaxNative(OfBoth(bqx.Total) * InverseBoth, Vector128.Create(BqxFits.RoundingVariance * square));
        var slope = covariance / ofBqx;
        var explained = slope * covariance;
        var left = Vector128.MaxNative(ofPrice - explained, LeastShare * ofPrice);
        return Vector128.Narrow((slope * meanBqx) - meanPrice, explained) / Vector128.Narrow(Vector128.Sqrt(left), ofPrice);
    }

    private static Vector512<double> ByWindow(Vector512<double> fits) =>
        Vector512.Shuffle(fits, Vector512.Create(0L, 0, 0, 0, FitWindows.TwoForty, FitWindows.TwoForty, FitWindows.TwoForty, FitWindows.TwoForty));

    private static Vector128<double> OfBoth(Vector512<double> fits) =>
        Vector256.Shuffle(fits.GetLower(), Vector256.Create(0L, FitWindows.TwoForty, 0, FitWindows.TwoForty)).GetLower();

    private static Vector256<double> OfThree(Vector512<double> fits) =>
        Vector512.Shuffle(fits, Vector512.Create(0L, FitWindows.TwoForty, FitWindows.Longest, 0, 0, 0, 0, 0)).GetLower();

    private static Vector128<float> Narrow(Vector256<double> lanes) => Vector128.Narrow(lanes.GetLower(), lanes.GetUpper());
}
