namespace Bqx.Features;

/// <summary>
/// Jumps of one pair: minutes whose log return exceeds four times the σ of the minute before. The directions of the last 240
/// minutes are stored; counts and squares follow from them.
/// </summary>
internal sealed class JumpHistory(PairSeries series)
{
    /// <summary>Longer window of the counts, minutes.</summary>
    public const int Window = 240;

    /// <summary>Shorter window of the counts, minutes.</summary>
    public const int Short = 60;

    /// <summary>A jump older than this, in minutes, is forgotten.</summary>
    public const int OldestAge = 1199;

    private const double Threshold = 4;
    private const double Clip = 20;

    private readonly Ring<sbyte> _directions = new(256);
    private double _sigmaBefore;

    /// <summary>|r| of this minute in units of the σ before it, at most 20.</summary>
    public float Size { get; private set; }

    /// <summary>Jumps within an hour.</summary>
    public int OfHour { get; private set; }

    /// <summary>Jumps within <see cref="Window"/> minutes.</summary>
    public int Count { get; private set; }

    /// <summary>Rising less falling ones of these.</summary>
    public int Net { get; private set; }

    /// <summary>Σ x² of these, ticks².</summary>
    public long Squares { get; private set; }

    /// <summary>Minutes since the last jump, at most <see cref="OldestAge"/>.</summary>
    public int Age { get; private set; } = OldestAge;

    /// <summary>The last jump's return in units of the σ before it, within ±20; 0 where it is forgotten.</summary>
    public float Last { get; private set; }

    public void Advance()
    {
        var z = _sigmaBefore > 0 ? Math.Clamp(series.ReturnAt(0) / _sigmaBefore, -Clip, Clip) : 0;
        var jumped = Math.Abs(z) > Threshold;
        _sigmaBefore = series.Sigma;
        _directions[series.Number] = (sbyte)(jumped ? Math.Sign(z) : 0);
        Size = (float)Math.Abs(z);
        OfHour += Math.Abs(Direction(0)) - Math.Abs(Direction(Short));
        Add(0, 1);
        Add(Window, -1);
        Age = jumped ? 0 : Math.Min(Age + 1, OldestAge);
        Last = jumped ? (float)z : Age < OldestAge ? Last : 0;
    }

    public void Reset()
    {
        _directions.Clear();
        _sigmaBefore = 0;
        (Size, OfHour, Count, Net, Squares, Age, Last) = (0, 0, 0, 0, 0, OldestAge, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Write(_sigmaBefore);
        writer.Write(Size);
        writer.Write(Last);
        writer.Write(Age);
        Span<byte> directions = stackalloc byte[Window];
        for (var lag = 0; lag < Window; lag++)
        {
            directions[lag] = (byte)Direction(lag);
        }

        writer.Write(directions);
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        _sigmaBefore = reader.ReadDouble();
        Size = reader.ReadSingle();
        Last = reader.ReadSingle();
        Age = reader.ReadInt32();
        var directions = reader.Take(Window);
        for (var lag = 0; lag < Window; lag++)
        {
            _directions[series.Number - lag] = (sbyte)directions[lag];
            OfHour += lag < Short ? Math.Abs(Direction(lag)) : 0;
            Add(lag, 1);
        }
    }

    private int Direction(int lag) => _directions[series.Number - lag];

    private void Add(int lag, int sign)
    {
        var direction = Direction(lag);
        if (direction != 0)
        {
            long change = series.CloseAt(lag) - series.CloseAt(lag + 1);
            Count += sign;
            Net += sign * direction;
            Squares += sign * change * change;
        }
    }
}
