namespace Bqx.Features;

/// <summary>A bar of several minutes, prices in ticks.</summary>
internal readonly record struct LongerBar(int Open, int High, int Low, int Close)
{
    /// <summary>The bar of one minute, some market minutes ago.</summary>
    public static LongerBar OfMinute(PairSeries series, int lag) =>
        new(series.OpenAt(lag), series.HighAt(lag), series.LowAt(lag), series.CloseAt(lag));

    /// <summary>The largest of the bar's range and its reach from the close before.</summary>
    public int TrueRange(int closeBefore) => Math.Max(High, closeBefore) - Math.Min(Low, closeBefore);
}
