namespace Bqx.Features;

/// <summary>
/// Bars of L minutes of one pair, aligned to market-minute numbers divisible by L. A bar is complete with its last minute; the first of a
/// segment may have fewer minutes.
/// </summary>
internal sealed class LongerBarSeries(PairSeries series, int minutes)
{
    /// <summary>Bars that are kept.</summary>
    public const int Capacity = 32;

    private readonly LongerBar[] _bars = new LongerBar[Capacity];
    private readonly double[] _returns = new double[Capacity];
    private LongerBar _open;
    private int _last;

    /// <summary>Bars completed so far.</summary>
    public int Count { get; private set; }

    /// <summary>A complete bar: 1 = the last one.</summary>
    public LongerBar this[int age] => _bars[(_last - age + 1) & (Capacity - 1)];

    /// <summary>Log return from the bar before to a complete bar: 1 = to the last one.</summary>
    public double ReturnAt(int age) => _returns[(_last - age + 1) & (Capacity - 1)];

    /// <summary>Takes in a minute; true when it completes a bar.</summary>
    /// <param name="minute">The minute's bar.</param>
    /// <param name="place">Its market-minute number, as whole longer bars and minutes into the last.</param>
    /// <param name="first">Whether it is the first minute at hand.</param>
    public bool Append(in LongerBar minute, (int Bar, int Minute) place, bool first)
    {
        _open = first || place.Minute == 0
            ? minute
            : new LongerBar(_open.Open, Math.Max(_open.High, minute.High), Math.Min(_open.Low, minute.Low), minute.Close);
        if (place.Minute != minutes - 1)
        {
            return false;
        }

        var before = _bars[_last & (Capacity - 1)].Close;
        _last = place.Bar;
        _bars[_last & (Capacity - 1)] = _open;
        _returns[_last & (Capacity - 1)] = before > 0 ? LogReturns.Between(before, _open.Close) : 0;
        Count++;
        return true;
    }

    public void Reset()
    {
        Array.Clear(_bars);
        Array.Clear(_returns);
        (_open, _last, Count) = (default, 0, 0);
    }

    public void Save(SnapshotWriter writer) => writer.Write(Count);

    /// <summary>Rebuilds the bars from the minutes.</summary>
    public void Load(ref SnapshotReader reader)
    {
        Reset();
        var count = reader.ReadInt32();
        var oldest = Math.Min(series.Count, Capacity * minutes) - 1;
        for (var lag = oldest; lag >= 0; lag--)
        {
            var number = series.Number - lag;
            Append(LongerBar.OfMinute(series, lag), (number / minutes, number % minutes), first: lag == oldest);
        }

        Count = count;
    }
}
