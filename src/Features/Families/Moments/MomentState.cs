using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling power sums of family 11 for one pair: a lane is a series and a window.</summary>
internal sealed class MomentState(PairSeries series, ShadowPhases phases) : PairState
{
    private static readonly int[] Windows = MomentFamily.Windows;
    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Lanes.Of(Windows);
    private static readonly Vector512<double> OfReturns = Vector512.Create(-1L, -1, -1, -1, -1, 0, 0, 0).AsDouble();

    // Floors of the deviation, ticks.
    private static readonly Vector512<double> LeastTicks = Vector512.Create(0.5, 0.5, 0.5, 0.5, 0.5, 30, 30, 30);

    // What came into the windows this minute, and what fell out of them: with the minute before they make the neighbours.
    private Vector512<double> _entered;
    private Vector512<double> _left;
    private ShadowBank _first;
    private ShadowBank _second;
    private ShadowBank _third;
    private ShadowBank _fourth;
    private ShadowBank _neighbours;

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var (entered, left) = (_entered, _left);
        var (entering, leaving) = (Newest(), Leaving());
        (_entered, _left) = (entering, leaving);
        var (enteringSquare, leavingSquare) = (entering * entering, leaving * leaving);
        _first.Slide(phases, entering, leaving);
        _second.Slide(phases, enteringSquare, leavingSquare);
        _third.Slide(phases, enteringSquare * entering, leavingSquare * leaving);
        _fourth.Slide(phases, enteringSquare * enteringSquare, leavingSquare * leavingSquare);
        _neighbours.Slide(phases, entering * entered, leaving * left);
    }

    public override void Write(Span<float> values)
    {
        var least = LeastTicks * Vector512.Create(series.InverseClose);
        var floor = least * least;
        var (m1, m2) = (_first.Sums * InverseWindows, _second.Sums * InverseWindows);
        var (m3, m4) = (_third.Sums * InverseWindows, _fourth.Sums * InverseWindows);
        var square = m1 * m1;
        var variance = Vector512.MaxNative(m2 - square, floor);
        var third = m3 - (3 * m1 * m2) + (2 * square * m1);
        var fourth = m4 - (4 * m1 * m3) + (6 * square * m2) - (3 * square * square);
        var rounded = Lanes.Narrow(variance);
        (Lanes.Narrow(third) / (rounded * Vector256.Sqrt(rounded))).CopyTo(values);
        ((fourth / (variance * variance)) - Vector512.Create(3.0)).Store(values[8..]);

        var (entered, left) = (_entered, _left);
        var before = m1 + ((left - entered) * InverseWindows);
        var squareBefore = m2 + (((left * left) - (entered * entered)) * InverseWindows);
        var varianceBefore = Vector512.MaxNative(squareBefore - (before * before), floor);
        var covariance = (_neighbours.Sums * InverseWindows) - (m1 * before);
        (Lanes.Narrow(covariance) / Vector256.Sqrt(rounded * Lanes.Narrow(varianceBefore))).CopyTo(values[16..]);
    }

    public override void Reset()
    {
        (_entered, _left) = (default, default);
        _first.Reset();
        _second.Reset();
        _third.Reset();
        _fourth.Reset();
        _neighbours.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _first.Save(writer);
        _second.Save(writer);
        _third.Save(writer);
        _fourth.Save(writer);
        _neighbours.Save(writer);
    }

    public override void Load(ref SnapshotReader reader)
    {
        (_entered, _left) = (Newest(), Leaving());
        _first.Load(ref reader);
        _second.Load(ref reader);
        _third.Load(ref reader);
        _fourth.Load(ref reader);
        _neighbours.Load(ref reader);
    }

    private Vector512<double> Newest() => Vector512.ConditionalSelect(
        OfReturns, Vector512.Create(series.ReturnAt(0)), Vector512.Create(series.Bqx.SixtyAt(0)));

    private Vector512<double> Leaving()
    {
        var bqx = series.Bqx;
        return Vector512.Create(
            series.ReturnAt(30),
            series.ReturnAt(60),
            series.ReturnAt(120),
            series.ReturnAt(240),
            series.ReturnAt(630),
            bqx.SixtyAt(60),
            bqx.SixtyAt(240),
            bqx.SixtyAt(630));
    }
}
