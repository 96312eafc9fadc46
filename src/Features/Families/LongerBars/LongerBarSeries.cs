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
    private LongerBar _open;
    private int _last;

    /// <summary>Bars completed so far.</summary>
    public int Count { get; private set; }

    /// <summary>A complete bar: 1 = the last one.</summary>
    public LongerBar this[int age] => _bars[(_last - age + 1) & (Capacity - 1)];

    /// <summary>Takes in the series' current minute; true when it completes a bar.</summary>
    public bool Advance() => Append(lag: 0, first: series.Count == 1);

    public void Reset()
    {
        Array.Clear(_bars);
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
            Append(lag, first: lag == oldest);
        }

        Count = count;
    }

    private bool Append(int lag, bool first)
    {
        var number = series.Number - lag;
        var (high, low, close) = (series.HighAt(lag), series.LowAt(lag), series.CloseAt(lag));
        _open = first || number % minutes == 0
            ? new LongerBar(series.OpenAt(lag), high, low, close)
            : new LongerBar(_open.Open, Math.Max(_open.High, high), Math.Min(_open.Low, low), close);
        if (number % minutes != minutes - 1)
        {
            return false;
        }

        _last = number / minutes;
        _bars[_last & (Capacity - 1)] = _open;
        Count++;
        return true;
    }
}
