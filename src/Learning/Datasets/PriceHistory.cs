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

    /// <summary>Log return over the last minutes.</summary>
    public double LogReturn(int minutes) => Math.Log((double)At(_ticks, 0) / At(_ticks, minutes));

    /// <summary>BQX now: Σ (P[t−i] − P[t]) / P[t], i = 1..W, in exact integers but for the division.</summary>
    public double Bqx(int window)
    {
        var now = At(_ticks, 0);
        var sum = 0L;
        for (var i = 1; i <= window; i++)
        {
            sum += At(_ticks, i) - now;
        }

        return (double)sum / now;
    }

    /// <summary>½·log Σ r² of the last minutes, at least that of one move of half a pipette.</summary>
    public double LogVolatility(int minutes)
    {
        var floor = 0.5 / At(_ticks, 0);
        return 0.5 * Math.Log(Math.Max(At(_squares, 0) - At(_squares, minutes), floor * floor));
    }

    private T At<T>(T[] ring, int back)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(back, Math.Min(Count, Capacity));
        return ring[(Count - 1 - back) % Capacity];
    }
}
