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

    /// <summary>Drops the oldest value of each window and appends a new one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Slide(Vector512<long> leaving, long entering)
    {
        var last = FitWindows.IntegerLast;
        var newest = Vector512.Create(entering);
        var kept = _s0 - leaving;
        _s2 += kept - _s1 - _s1 + (FitWindows.IntegerLastSquared * newest);
        _s1 += (last * newest) - kept;
        _s0 = kept + newest;
        _yy += Vector512.Create(entering * entering) - (leaving * leaving);
    }

    /// <summary>Moments in ticks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly FitMoments Moments(int close)
    {
        var linear = _s1 + _s1 - (FitWindows.IntegerLast * _s0);
        var quadratic = (Vector512.Create(6L) * (_s2 - (FitWindows.IntegerLast * _s1))) + (FitWindows.IntegerShift * _s0);
        var mean = _s0 - (FitWindows.IntegerW * Vector512.Create((long)close));
        var total = (FitWindows.IntegerW * _yy) - (_s0 * _s0);
        return new FitMoments(
            Vector512.ConvertToDouble(linear) * 0.5,
            Vector512.ConvertToDouble(quadratic) * (1.0 / 6),
            Vector512.ConvertToDouble(mean) * FitWindows.InverseW,
            Vector512.ConvertToDouble(total) * FitWindows.InverseW);
    }
}
