using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>What one minute adds to the sums of family 20, ticks.</summary>
internal readonly struct BarMeasure
{
    public BarMeasure(PairSeries series, int lag)
    {
        var (high, low, close) = (series.HighAt(lag), series.LowAt(lag), series.CloseAt(lag));
        long range = high - low;
        (Range, Body, Squares, Missing) = (range, close - series.OpenAt(lag), range * range, series.IsOwnAt(lag) ? 0 : 1);
        if (series.Count > lag + 2)
        {
            var (before, earlier) = (series.CloseAt(lag + 1), series.CloseAt(lag + 2));
            long both = Math.Max(high, series.HighAt(lag + 1)) - Math.Min(low, series.LowAt(lag + 1));
            BothSquares = both * both;
            Products = (long)(close - before) * (before - earlier);
            Unmoved = close == before ? 1 : 0;
            Gap = Math.Abs(series.OpenAt(lag) - before);
        }
    }

    public long Range { get; init; }

    public long Body { get; init; }

    /// <summary>|open − close before|.</summary>
    public long Gap { get; init; }

    public long Squares { get; init; }

    /// <summary>Square of the range of this bar and the one before together.</summary>
    public long BothSquares { get; init; }

    /// <summary>This minute's change times that of the minute before.</summary>
    public long Products { get; init; }

    public long Unmoved { get; init; }

    public long Missing { get; init; }

    /// <summary>All eight, in the order above.</summary>
    public Vector512<long> ToLanes() =>
        Vector512.Create(Range, Body, Gap, Squares, BothSquares, Products, Unmoved, Missing);

    /// <summary>Sums of many minutes.</summary>
    public static BarMeasure FromLanes(Vector512<long> sums) => new()
    {
        Range = sums[0],
        Body = sums[1],
        Gap = sums[2],
        Squares = sums[3],
        BothSquares = sums[4],
        Products = sums[5],
        Unmoved = sums[6],
        Missing = sums[7],
    };
}
