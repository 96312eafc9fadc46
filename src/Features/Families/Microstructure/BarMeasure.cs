namespace Bqx.Features;

/// <summary>What one minute adds to the sums of family 20, ticks. All 0 before the pair's first bar.</summary>
internal readonly struct BarMeasure
{
    public BarMeasure(PairSeries series, int lag)
    {
        if (series.Count <= lag)
        {
            return;
        }

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

    public long Range { get; }

    public long Body { get; }

    public long Squares { get; }

    public int Missing { get; }

    /// <summary>Square of the range of this bar and the one before together.</summary>
    public long BothSquares { get; }

    /// <summary>This minute's change times that of the minute before.</summary>
    public long Products { get; }

    public int Unmoved { get; }

    public long Gap { get; }
}
