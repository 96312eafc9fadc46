using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Exact sums over the path of one pair's closes, x[t] = P[t] − P[t−1], all in ticks: differences of running totals, which may wrap around
/// 64 bits. Nothing is stored, all is rebuilt from the closes. Changes that reach back before the pair's first bar count as 0.
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

    private readonly Ring<Vector512<long>> _totals = new(256);
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
        Append(0);
        _sums = _totals[series.Number] - _totals[series.Number - Window];
    }

    public void Reset()
    {
        _totals.Clear();
        _readings.Clear();
        (_sums, Now, OfDay) = (default, 0, 0);
    }

    public void Load()
    {
        Reset();
        for (var lag = Math.Min(series.Count, Day + Activity) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }

        _sums = _totals[series.Number] - _totals[series.Number - Window];
    }

    private void Append(int lag)
    {
        var number = series.Number - lag;
        var totals = _totals[number - 1] + Measure(lag);
        _totals[number] = totals;
        var reading = (int)(totals - _totals[number - Activity])[LengthLane];
        OfDay += reading - _readings[number - Day];
        _readings[number] = reading;
        Now = reading;
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
