namespace Bqx.Features;

/// <summary>What one bar gives to the range estimators: (ln H/L)², and ½·(ln H/L)² − (2·ln 2 − 1)·(ln C/O)².</summary>
internal readonly record struct RangeSquares(double Parkinson, double GarmanKlass)
{
    private const double OpenCloseWeight = 0.38629436111989061883; // 2·ln 2 − 1

    /// <summary>Of the bar of some market minutes ago.</summary>
    public static RangeSquares Of(PairSeries series, int lag)
    {
        var range = LogReturns.Between(series.LowAt(lag), series.HighAt(lag));
        var body = LogReturns.Between(series.OpenAt(lag), series.CloseAt(lag));
        var square = range * range;
        return new RangeSquares(square, (0.5 * square) - (OpenCloseWeight * body * body));
    }
}
