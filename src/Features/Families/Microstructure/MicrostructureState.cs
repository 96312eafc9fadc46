using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 20 for one pair: exact sums of ticks over both windows, rebuilt from the bars. What leaves is measured anew:
/// the bars lie closer together than the measures would.
/// </summary>
internal sealed class MicrostructureState(PairSeries series) : PairState
{
    private const int Hour = 60;
    private const int Longer = 240;
    private const int RangeLane = 0;
    private const int BodyLane = 1;
    private const int GapLane = 2;
    private const int MissingLane = 7;

    // Factors of the six values of both windows, and what of them is multiplied by 1/(P·σ).
    private static readonly Vector512<double> Factors = Vector512.Create(0.0, 0, 0, 0, 1, 1, 0, 0);
    private static readonly Vector512<double> FactorsOfUnit =
        Vector512.Create(1 + Math.Sqrt(2), 1 + Math.Sqrt(2), -2, -2, 0, 0, 0, 0);

    // Lanes: range, body, |open − close before|, range², squared range of this bar and the one before together, this minute's change
    // times that of the minute before, unmoved, missing.
    private Vector512<long> _hour;
    private Vector512<long> _longer;

    public override void Advance()
    {
        var entering = Measure(0);
        _hour += entering - Leaving(Hour);
        _longer += entering - Leaving(Longer);
    }

    // From wide stores to narrow ones, which overwrite what was too much.
    public override void Write(Span<float> values)
    {
        values = values[..16];
        var (open, high, low, close) = (series.OpenAt(0), series.HighAt(0), series.LowAt(0), series.Close);
        var unit = series.InverseClose * series.InverseSigma;
        var (hour, longer) = (_hour, _longer);
        WriteWindows(Vector512.ConvertToDouble(hour) * (1.0 / Hour), Vector512.ConvertToDouble(longer) * (1.0 / Longer), unit, values[6..]);
        values[15] = longer[MissingLane] * (1f / Longer);
        values[14] = hour[MissingLane] * (1f / Hour);
        values[13] = (float)(hour[GapLane] * (unit / Hour));
        values[12] = (float)(Math.Abs(open - series.CloseAt(1)) * unit);
        values[5] = hour[RangeLane] > 0 ? hour[BodyLane] / (float)hour[RangeLane] : 0;
        values[4] = high > low ? (float)(close - open) / (high - low) : 0;
        var shape = Vector128.Create(close - open, high - Math.Max(open, close), Math.Min(open, close) - low, high - low);
        (Vector128.ConvertToSingle(shape) * (float)unit).CopyTo(values);
    }

    public override void Reset() => (_hour, _longer) = (default, default);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var lag = 0; lag < Math.Min(series.Count, Longer); lag++)
        {
            var measure = Measure(lag);
            _longer += measure;
            _hour += lag < Hour ? measure : default;
        }
    }

    private Vector512<long> Leaving(int window) => series.Count > window ? Measure(window) : default;

    private Vector512<long> Measure(int lag)
    {
        var (open, high, low, close) = (series.OpenAt(lag), series.HighAt(lag), series.LowAt(lag), series.CloseAt(lag));
        var (range, missing) = (high - low, series.IsOwnAt(lag) ? 0 : 1);
        int gap = 0, both = 0, change = 0, changeBefore = 0, unmoved = 0;
        if (series.Count > lag + 2)
        {
            var before = series.CloseAt(lag + 1);
            (change, changeBefore) = (close - before, before - series.CloseAt(lag + 2));
            (gap, unmoved) = (Math.Abs(open - before), change == 0 ? 1 : 0);
            both = Math.Max(high, series.HighAt(lag + 1)) - Math.Min(low, series.LowAt(lag + 1));
        }

        return Product(
            Vector256.Create(range, close - open, gap, range, both, change, unmoved, missing),
            Vector256.Create(1, 1, 1, range, both, changeBefore, 1, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Product(Vector256<int> one, Vector256<int> other) =>
        Vector512.Create(Vector256.WidenLower(one), Vector256.WidenUpper(one))
        * Vector512.Create(Vector256.WidenLower(other), Vector256.WidenUpper(other));

    // Means of the two windows in turn: both spreads and the share of unmoved minutes.
    private static void WriteWindows(Vector512<double> hour, Vector512<double> longer, double unit, Span<float> values)
    {
        var lanes = Vector512.Create(3L, 3, 4, 4, 5, 5, 6, 6);
        var even = Vector512.Create(-1L, 0, -1, 0, -1, 0, -1, 0).AsDouble();
        var means = Vector512.ConditionalSelect(even, Vector512.ShuffleNative(hour, lanes), Vector512.ShuffleNative(longer, lanes))
            * Vector512.Create(2.0, 2, 1, 1, 1, 1, 1, 1);
        var roots = Vector512.CopySign(Vector512.Sqrt(Vector512.Abs(means)), means);
        var last = Vector512.Create(0L, 0, 0, 0, 0, 0, -1, -1).AsDouble();
        roots = Vector512.ConditionalSelect(last, means, roots);
        var taken = Vector512.ShuffleNative(roots, Vector512.Create(0L, 1, 4, 5, 6, 7, 6, 7));
        var less = Vector512.ShuffleNative(roots, Vector512.Create(2L, 3, 2, 3, 2, 3, 2, 3))
            & Vector512.Create(-1L, -1, 0, 0, 0, 0, 0, 0).AsDouble();
        ((taken - less) * (Factors + (FactorsOfUnit * unit))).Store(values);
    }
}
