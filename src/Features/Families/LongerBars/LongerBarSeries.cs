using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Bars of L minutes of one pair, aligned to market-minute numbers divisible by L. A bar is complete with its last minute; the first of a
/// segment may have fewer minutes. What is summed over bars is the difference of running totals, which may wrap around 64 bits.
/// </summary>
internal sealed class LongerBarSeries(PairSeries series, int minutes)
{
    /// <summary>Bars that are kept.</summary>
    public const int Capacity = 32;

    /// <summary>Bars in a row at which <see cref="Streak"/> stops counting.</summary>
    public const int LongestStreak = 20;

    private readonly Ring<Vector512<long>> _totals = new(Capacity);
    private readonly MirroredRing<double> _returns = new(Capacity);
    private LongerBar _open;
    private LongerBar _last;
    private int _direction;
    private int _length;

    /// <summary>Bars completed so far.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the last complete bar: of its minutes, divided by L.</summary>
    public int Number { get; private set; }

    /// <summary>The last complete bar.</summary>
    public LongerBar Last => _last;

    /// <summary>Signed number of bars in a row whose closes changed in the same direction.</summary>
    public int Streak => _direction * _length;

    /// <summary>Log returns between the closes of the last complete bars, oldest first.</summary>
    public ReadOnlySpan<double> Returns(int count) => _returns.UpTo(Number, count);

    /// <summary>
    /// Sums over the last complete bars, in ticks: close, close², close · number of the bar, change of the close, its size, and true
    /// range. Two lanes are 0.
    /// </summary>
    public Vector512<long> Sums(int bars) => _totals[Number] - _totals[Number - bars];

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

        Complete(place.Bar);
        return true;
    }

    public void Reset()
    {
        _totals.Clear();
        _returns.Clear();
        (_open, _last, _direction, _length, Count, Number) = (default, default, 0, 0, 0, 0);
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

    private void Complete(int number)
    {
        var (bar, before) = (_open, _last.Close);
        var change = before > 0 ? bar.Close - before : 0;
        long close = bar.Close;
        _totals[number] = _totals[number - 1]
            + Vector512.Create(close, close * close, close * number, change, Math.Abs(change), bar.TrueRange(before), 0, 0);
        _returns[number] = before > 0 ? LogReturns.Between(before, bar.Close) : 0;
        var direction = Math.Sign(change);
        _length = direction == _direction ? Math.Min(_length + 1, LongestStreak) : 1;
        (_direction, _last, Number) = (direction, bar, number);
        Count++;
    }
}
