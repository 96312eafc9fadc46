using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>What one bar gives to the range estimators.</summary>
internal static class RangeSquares
{
    private const double OpenCloseWeight = 0.38629436111989061883; // 2·ln 2 − 1

    /// <summary>
    /// (ln H/L)², and ½·(ln H/L)² − (2·ln 2 − 1)·(ln C/O)², of the bar of some market minutes ago: two numbers of single precision, kept as
    /// one of 64 bits so that they stay in a register.
    /// </summary>
    public static long Of(PairSeries series, int lag)
    {
        var logs = LogReturns.Between(
            Vector128.Create((double)series.LowAt(lag), series.OpenAt(lag)), Vector128.Create((double)series.HighAt(lag), series.CloseAt(lag)));
        var squares = logs * logs;
        var both = Vector128.Create(squares[0], (0.5 * squares[0]) - (OpenCloseWeight * squares[1]));
        return Vector128.Narrow(both, both).AsInt64().ToScalar();
    }
}
