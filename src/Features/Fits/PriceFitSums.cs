using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Exact sums of sliding least-squares fits over integers: Σy, Σxy, Σx²y, Σy², x = 0 (oldest) … W−1. All stay within 64 bits
/// for prices up to <see cref="Core.Bar.MaxTicks"/>, so nothing drifts, ever.
/// </summary>
internal struct PriceFitSums
{
    private Vector512<long> _s0;
    private Vector512<long> _s1;
    private Vector512<long> _s2;
    private Vector512<long> _yy;

    /// <summary>Drops the oldest value of each window and appends a new one; the moments then, in ticks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FitMoments Slide(Vector512<long> leaving, long entering)
    {
        var last = FitWindows.IntegerLast;
        var newest = Vector512.Create(entering);
        var (s1, kept) = (_s1, _s0 - leaving);
        var s2 = _s2 + kept - s1 - s1 + (FitWindows.IntegerLastSquared * newest);
        var s0 = kept + newest;
        var yy = _yy + Vector512.Create(entering * entering) - (leaving * leaving);
        s1 += (last * newest) - kept;
        (_s0, _s1, _s2, _yy) = (s0, s1, s2, yy);
        return Moments(s0, s1, s2, yy, entering);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FitMoments Moments(Vector512<long> s0, Vector512<long> s1, Vector512<long> s2, Vector512<long> yy, long now)
    {
        var linear = s1 + s1 - (FitWindows.IntegerLast * s0);
        var quadratic = (Vector512.Create(6L) * (s2 - (FitWindows.IntegerLast * s1))) + (FitWindows.IntegerShift * s0);
        var mean = s0 - (FitWindows.IntegerW * Vector512.Create(now));
        var total = (FitWindows.IntegerW * yy) - (s0 * s0);
        return new FitMoments(
            Vector512.ConvertToDouble(linear) * 0.5,
            Vector512.ConvertToDouble(quadratic) * (1.0 / 6),
            Vector512.ConvertToDouble(mean) * FitWindows.InverseW,
            Vector512.ConvertToDouble(total) * FitWindows.InverseW);
    }
}
