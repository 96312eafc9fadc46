namespace Bqx.Features;

/// <summary>
/// Exact sums over the path of one pair's closes, x[t] = P[t] − P[t−1], all in ticks and rebuilt from the closes. Changes that reach
/// back before the pair's first bar count as 0.
/// </summary>
internal sealed class PathSums(PairSeries series)
{
    /// <summary>Minutes of all sums but those of activity.</summary>
    public const int Window = 240;

    /// <summary>Minutes of one reading of activity, Σ |x|.</summary>
    public const int Activity = 60;

    /// <summary>Readings of activity in a day's mean: all that a day of minutes holds.</summary>
    public const int Day = 1380;

    /// <summary>Spans of the squared changes.</summary>
    public static readonly int[] Spans = [1, 2, 5, 15, 60];

    private readonly long[] _squares = new long[Spans.Length];
    private long _dayAgo;

    /// <summary>Σ (P[s] − P[s−span])².</summary>
    public long Squares(int span) => _squares[span];

    /// <summary>Σ |x|.</summary>
    public long Length { get; private set; }

    /// <summary>Σ P[s−1].</summary>
    public long Levels { get; private set; }

    /// <summary>Σ P[s−1]².</summary>
    public long LevelSquares { get; private set; }

    /// <summary>Σ x[s]·P[s−1].</summary>
    public long Products { get; private set; }

    /// <summary>Σ |x| over 60 minutes.</summary>
    public long Now { get; private set; }

    /// <summary>Sum of the last 1380 readings of <see cref="Now"/>.</summary>
    public long OfDay { get; private set; }

    public void Advance()
    {
        Add(0, 1);
        Add(Window, -1);
        Now += Size(0) - Size(Activity);
        _dayAgo += Size(Day) - Size(Day + Activity);
        OfDay += Now - _dayAgo;
    }

    /// <summary>Change within some minutes, of some minutes ago.</summary>
    public long Change(int lag, int span = 1)
    {
        long before = series.CloseAt(lag + span);
        return before > 0 ? series.CloseAt(lag) - before : 0;
    }

    public void Reset()
    {
        Array.Clear(_squares);
        (Length, Levels, LevelSquares, Products, Now, OfDay, _dayAgo) = (0, 0, 0, 0, 0, 0, 0);
    }

    public void Load()
    {
        Reset();
        for (var lag = 0; lag < Window; lag++)
        {
            Add(lag, 1);
        }

        for (var i = 0; i < Activity; i++)
        {
            Now += Size(i);
            _dayAgo += Size(Day + i);
        }

        var reading = Now;
        for (var lag = 0; lag < Day; lag++)
        {
            OfDay += reading;
            reading += Size(lag + Activity) - Size(lag);
        }
    }

    private long Size(int lag) => Math.Abs(Change(lag));

    private void Add(int lag, int sign)
    {
        long close = series.CloseAt(lag);
        long level = series.CloseAt(lag + 1);
        var x = level > 0 ? close - level : 0;
        Length += sign * Math.Abs(x);
        Levels += sign * level;
        LevelSquares += sign * level * level;
        Products += sign * x * level;
        var squares = _squares;
        squares[0] += sign * x * x;
        for (var k = 1; k < squares.Length; k++)
        {
            long before = series.CloseAt(lag + Spans[k]);
            var change = before > 0 ? close - before : 0;
            squares[k] += sign * change * change;
        }
    }
}
