namespace Bqx.Features;

/// <summary>
/// Exact sums of a sliding least-squares fit over integers: Σy, Σxy, Σx²y, Σy², x = 0 (oldest) … W−1. All stay within 64 bits
/// for prices up to <see cref="Core.Bar.MaxTicks"/>, so nothing drifts, ever.
/// </summary>
internal struct RegressionSums(int window)
{
    private long _s0;
    private long _s1;
    private long _s2;
    private long _yy;

    /// <summary>Σ y.</summary>
    public readonly long Sum => _s0;

    /// <summary>2·Σ (x − m)·y, m = (W−1)/2.</summary>
    public readonly long TwiceLinear => (2 * _s1) - ((window - 1) * _s0);

    /// <summary>6·Σ [(x − m)² − (W²−1)/12]·y.</summary>
    public readonly long SixfoldQuadratic => (6 * (_s2 - ((window - 1) * _s1))) + ((window - 1L) * (window - 2) * _s0);

    /// <summary>W·Σ (y − mean)².</summary>
    public readonly long ScaledVariance => (window * _yy) - (_s0 * _s0);

    /// <summary>Drops the oldest value and appends a new one.</summary>
    public void Slide(long leaving, long entering)
    {
        var last = window - 1L;
        _s2 += (-2 * _s1) + (_s0 - leaving) + (last * last * entering);
        _s1 += -(_s0 - leaving) + (last * entering);
        _s0 += entering - leaving;
        _yy += (entering * entering) - (leaving * leaving);
    }
}
