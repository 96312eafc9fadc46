namespace Bqx.Features;

/// <summary>
/// The class of z = −BQX/(σ·√S2) over 60 minutes, cut at ±0.5 and ±1.5, how long it has stood and how often it has changed. Rebuilt from
/// the ring of z, which is why the age ends at that ring's depth.
/// </summary>
internal sealed class RegimeHistory(PairSeries series)
{
    /// <summary>Classes, from strong bear to strong bull.</summary>
    public const int Classes = 5;

    /// <summary>Minutes in which changes are counted.</summary>
    public const int Window = 120;

    /// <summary>The oldest that a class can be, minutes.</summary>
    public const int OldestAge = BqxSeries.DeepestZ;

    private const int Neutral = 2;

    private readonly Ring<bool> _changes = new(128);
    private int _class = Neutral;

    /// <summary>0 = strong bear … 4 = strong bull.</summary>
    public int Class => _class;

    /// <summary>Minutes since the class changed, at most <see cref="OldestAge"/>.</summary>
    public int Age { get; private set; }

    /// <summary>Changes within <see cref="Window"/> minutes.</summary>
    public int Transitions { get; private set; }

    public void Advance() => Push(0);

    public void Reset()
    {
        _changes.Clear();
        (_class, Age, Transitions) = (Neutral, 0, 0);
    }

    public void Load()
    {
        Reset();
        for (var lag = Math.Min(series.Count - 1, OldestAge); lag >= 0; lag--)
        {
            Push(lag);
        }
    }

    private void Push(int lag)
    {
        var number = series.Number - lag;
        var now = ClassOf(-series.Bqx.ZAt(BqxSeries.Sixty, lag));
        var changed = now != _class;
        Transitions += (changed ? 1 : 0) - (_changes[number - Window] ? 1 : 0);
        _changes[number] = changed;
        Age = changed ? 0 : Math.Min(Age + 1, OldestAge);
        _class = now;
    }

    private static int ClassOf(float z) =>
        (z > -1.5f ? 1 : 0) + (z > -0.5f ? 1 : 0) + (z > 0.5f ? 1 : 0) + (z > 1.5f ? 1 : 0);
}
