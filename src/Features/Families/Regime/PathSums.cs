using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Exact sums over the path of one pair's closes, x[t] = P[t] − P[t−1], all in ticks and rebuilt from the closes. What leaves is measured
/// anew: the closes lie closer together than the measures would. Changes that reach back before the pair's first bar count as 0.
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

    private const int LengthLane = 5;
    private const int LevelLane = 6;
    private const int LevelSquareLane = 7;

    private readonly Ring<int> _readings = new();
    private Vector512<long> _sums;

    /// <summary>Σ (P[s] − P[s−span])² by <see cref="Spans"/>; the last three lanes are of no use.</summary>
    public Vector512<double> Squares => Vector512.ConvertToDouble(_sums);

    /// <summary>Σ x².</summary>
    public long SingleSquares => _sums[0];

    /// <summary>Σ |x|.</summary>
    public long Length => _sums[LengthLane];

    /// <summary>Σ P[s−1].</summary>
    public long Levels => _sums[LevelLane];

    /// <summary>Σ P[s−1]².</summary>
    public long LevelSquares => _sums[LevelSquareLane];

    /// <summary>Σ |x| over 60 minutes.</summary>
    public long Now { get; private set; }

    /// <summary>Sum of the last 1380 readings of <see cref="Now"/>.</summary>
    public long OfDay { get; private set; }

    public void Advance()
    {
        _sums += Measure(0) - Measure(Window);
        Now += Size(0) - Size(Activity);
        OfDay += Now - _readings[series.Number - Day];
        _readings[series.Number] = (int)Now;
    }

    public void Reset()
    {
        _readings.Clear();
        (_sums, Now, OfDay) = (default, 0, 0);
    }

    public void Load()
    {
        Reset();
        for (var lag = 0; lag < Window; lag++)
        {
            _sums += Measure(lag);
        }

        for (var lag = Day + Activity - 1; lag >= 0; lag--)
        {
            Now += Size(lag) - (lag < Day ? Size(lag + Activity) : 0);
            if (lag < Day)
            {
                OfDay += Now;
                _readings[series.Number - lag] = (int)Now;
            }
        }
    }

    private int Size(int lag)
    {
        var before = series.CloseAt(lag + 1);
        return before > 0 ? Math.Abs(series.CloseAt(lag) - before) : 0;
    }

    // Lanes: squares of the changes by span, |x|, level, level².
    private Vector512<long> Measure(int lag)
    {
        var level = series.CloseAt(lag + 1);
        var before = Vector256.Create(
            level, series.CloseAt(lag + 2), series.CloseAt(lag + 5), series.CloseAt(lag + 15), series.CloseAt(lag + 60), level, 0, 0);
        var known = Vector256.GreaterThan(before, Vector256<int>.Zero);
        var sizes = Vector256.Abs(Vector256.Create(series.CloseAt(lag)) - before) & known;
        var one = sizes | Vector256.Create(0, 0, 0, 0, 0, 0, level, level);
        var other = sizes | Vector256.Create(0, 0, 0, 0, 0, 0, 0, level);
        other = Vector256.ConditionalSelect(Vector256.Create(0, 0, 0, 0, 0, -1, -1, 0), Vector256<int>.One, other);
        return Widen(one) * Widen(other);
    }

    private static Vector512<long> Widen(Vector256<int> lanes) => Vector512.Create(Vector256.WidenLower(lanes), Vector256.WidenUpper(lanes));
}
