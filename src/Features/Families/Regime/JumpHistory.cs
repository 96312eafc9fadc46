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
    private double _inverseBefore;

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
        var number = series.Number;
        var z = double.MinNative(double.MaxNative(series.ReturnAt(0) * _inverseBefore, -Clip), Clip);
        _inverseBefore = series.InverseSigma;
        var size = Math.Abs(z);
        var direction = size > Threshold ? Math.Sign(z) : 0;
        _directions[number] = (sbyte)direction;
        Size = (float)size;
        OfHour += Math.Abs(direction) - Math.Abs((int)_directions[number - Short]);
        Add(0, direction, 1);
        Add(Window, _directions[number - Window], -1);
        Remember(direction != 0, (float)z);
    }

    public void Reset()
    {
        _directions.Clear();
        _inverseBefore = 0;
        (Size, OfHour, Count, Net, Squares, Age, Last) = (0, 0, 0, 0, 0, OldestAge, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Write(_inverseBefore);
        writer.Write(Size);
        writer.Write(Last);
        writer.Write(Age);
        Span<byte> directions = stackalloc byte[Window];
        for (var lag = 0; lag < Window; lag++)
        {
            directions[lag] = (byte)_directions[series.Number - lag];
        }

        writer.Write(directions);
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        _inverseBefore = reader.ReadDouble();
        Size = reader.ReadSingle();
        Last = reader.ReadSingle();
        Age = reader.ReadInt32();
        var directions = reader.Take(Window);
        for (var lag = 0; lag < Window; lag++)
        {
            var direction = (sbyte)directions[lag];
            _directions[series.Number - lag] = direction;
            OfHour += lag < Short ? Math.Abs((int)direction) : 0;
            Add(lag, direction, 1);
        }
    }

    private void Add(int lag, int direction, int sign)
    {
        if (direction != 0)
        {
            long change = series.CloseAt(lag) - series.CloseAt(lag + 1);
            Count += sign;
            Net += sign * direction;
            Squares += sign * change * change;
        }
    }

    private void Remember(bool jumped, float z)
    {
        Age = jumped ? 0 : Math.Min(Age + 1, OldestAge);
        if (jumped || Age == OldestAge)
        {
            Last = jumped ? z : 0;
        }
    }
}
