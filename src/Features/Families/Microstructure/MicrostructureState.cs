using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 20 for one pair: running totals of ticks since the segment's start, of the last 256 minutes. They may wrap
/// around 64 bits; their differences are exact all the same. On restore they begin anew with the oldest bar that is needed.
/// </summary>
internal sealed class MicrostructureState(PairSeries series) : PairState
{
    private static readonly int[] Windows = MicrostructureFamily.Windows;
    private static readonly double ContrastOfRanges = 1 + Math.Sqrt(2);

    private readonly Ring<Vector512<long>> _totals = new(256);
    private Vector512<long> _hour;
    private Vector512<long> _longer;

    public override void Advance()
    {
        Append(0);
        Sum();
    }

    public override void Write(Span<float> values)
    {
        var (open, high, low, close) = (series.OpenAt(0), series.HighAt(0), series.LowAt(0), series.Close);
        var unit = 1 / (close * series.Sigma);
        values[0] = (float)((close - open) * unit);
        values[1] = (float)((high - Math.Max(open, close)) * unit);
        values[2] = (float)((Math.Min(open, close) - low) * unit);
        values[3] = (float)((high - low) * unit);
        values[4] = high > low ? (float)(close - open) / (high - low) : 0;
        var hour = BarMeasure.FromLanes(_hour);
        values[5] = hour.Range > 0 ? hour.Body / (float)hour.Range : 0;
        values[12] = (float)(Math.Abs(open - series.CloseAt(1)) * unit);
        values[13] = (float)(hour.Gap * unit / Windows[0]);
        WriteWindow(hour, 1.0 / Windows[0], unit, values);
        WriteWindow(BarMeasure.FromLanes(_longer), 1.0 / Windows[1], unit, values[1..]);
    }

    public override void Reset()
    {
        _totals.Clear();
        (_hour, _longer) = (default, default);
    }

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var lag = Math.Min(series.Count, Windows[1]) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }

        Sum();
    }

    private void Append(int lag)
    {
        var number = series.Number - lag;
        _totals[number] = _totals[number - 1] + new BarMeasure(series, lag).ToLanes();
    }

    private void Sum()
    {
        var now = _totals[series.Number];
        _hour = now - _totals[series.Number - Windows[0]];
        _longer = now - _totals[series.Number - Windows[1]];
    }

    // Every second value: the windows interleave.
    private static void WriteWindow(in BarMeasure sums, double share, double unit, Span<float> values)
    {
        var contrast = Math.Sqrt(2 * sums.Squares * share) - Math.Sqrt(sums.BothSquares * share);
        values[6] = (float)(ContrastOfRanges * contrast * unit);
        values[8] = (float)(-Math.Sign(sums.Products) * 2 * Math.Sqrt(Math.Abs(sums.Products) * share) * unit);
        values[10] = (float)(sums.Unmoved * share);
        values[14] = (float)(sums.Missing * share);
    }
}
