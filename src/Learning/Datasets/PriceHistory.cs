namespace Bqx.Learning.Datasets;

/// <summary>
/// Closes of a pair in the running segment, minute by minute with gaps filled, as far back as labels and their baselines look.
/// </summary>
internal sealed class PriceHistory
{
    /// <summary>Minutes kept; a power of two.</summary>
    public const int Capacity = 1024;

    private readonly int[] _ticks = new int[Capacity];
    private readonly double[] _squares = new double[Capacity];

    /// <summary>Minutes of the pair in this segment.</summary>
    public int Count { get; private set; }

    public void Reset() => Count = 0;

    /// <summary>Adds a minute; 0 ticks while the pair has had no bar.</summary>
    public void Add(int ticks)
    {
        if (ticks == 0)
        {
            return;
        }

        var squares = 0.0;
        if (Count > 0)
        {
            var change = Math.Log((double)ticks / At(_ticks, 0));
            squares = At(_squares, 0) + (change * change);
        }

        _ticks[Count % Capacity] = ticks;
        _squares[Count % Capacity] = squares;
        Count++;
    }

    /// <summary>Log return over so many minutes, up to some minutes ago.</summary>
    public double LogReturn(int minutes, int ago = 0) => Math.Log((double)At(_ticks, ago) / At(_ticks, ago + minutes));

    /// <summary>BQX some minutes ago: Σ (P[t−i] − P[t]) / P[t], i = 1..W, in exact integers but for the division.</summary>
    public double Bqx(int window, int ago = 0)
    {
        var now = At(_ticks, ago);
        var sum = 0L;
        for (var i = 1; i <= window; i++)
        {
            sum += At(_ticks, ago + i) - now;
        }

        return (double)sum / now;
    }

    /// <summary>½·log Σ r² of so many minutes, up to some minutes ago, at least that of one move of half a pipette.</summary>
    public double LogVolatility(int minutes, int ago = 0)
    {
        var floor = 0.5 / At(_ticks, ago);
        return 0.5 * Math.Log(Math.Max(At(_squares, ago) - At(_squares, ago + minutes), floor * floor));
    }

    private T At<T>(T[] ring, int back)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(back, Math.Min(Count, Capacity));
        return ring[(Count - 1 - back) % Capacity];
    }
}
