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

    private ShadowBank _first;
    private ShadowBank _second;
    private ShadowBank _third;
    private ShadowBank _fourth;
    private ShadowBank _neighbours;

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var (entering, leaving) = (Newest(0), Leaving(0));
        var (enteringSquare, leavingSquare) = (entering * entering, leaving * leaving);
        _first.Slide(phases, entering, leaving);
        _second.Slide(phases, enteringSquare, leavingSquare);
        _third.Slide(phases, enteringSquare * entering, leavingSquare * leaving);
        _fourth.Slide(phases, enteringSquare * enteringSquare, leavingSquare * leavingSquare);
        _neighbours.Slide(phases, entering * Newest(1), leaving * Leaving(1));
    }

    public override void Write(Span<float> values)
    {
        var least = LeastTicks * Vector512.Create(1.0 / series.Close);
        var floor = least * least;
        var (m1, m2) = (_first.Sums * InverseWindows, _second.Sums * InverseWindows);
        var (m3, m4) = (_third.Sums * InverseWindows, _fourth.Sums * InverseWindows);
        var square = m1 * m1;
        var variance = Vector512.Max(m2 - square, floor);
        var third = m3 - (3 * m1 * m2) + (2 * square * m1);
        var fourth = m4 - (4 * m1 * m3) + (6 * square * m2) - (3 * square * square);
        (third / (variance * Vector512.Sqrt(variance))).Store(values);
        ((fourth / (variance * variance)) - Vector512.Create(3.0)).Store(values[8..]);

        var (entered, left) = (Newest(0), Leaving(0));
        var before = m1 + ((left - entered) * InverseWindows);
        var squareBefore = m2 + (((left * left) - (entered * entered)) * InverseWindows);
        var varianceBefore = Vector512.Max(squareBefore - (before * before), floor);
        var covariance = (_neighbours.Sums * InverseWindows) - (m1 * before);
        (covariance / Vector512.Sqrt(variance * varianceBefore)).Store(values[16..]);
    }

    public override void Reset()
    {
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
        _first.Load(ref reader);
        _second.Load(ref reader);
        _third.Load(ref reader);
        _fourth.Load(ref reader);
        _neighbours.Load(ref reader);
    }

    private Vector512<double> Newest(int lag) => Vector512.ConditionalSelect(
        OfReturns, Vector512.Create(series.ReturnAt(lag)), Vector512.Create(series.Bqx.SixtyAt(lag)));

    private Vector512<double> Leaving(int more) => Vector512.Create(
        series.ReturnAt(Windows[0] + more),
        series.ReturnAt(Windows[1] + more),
        series.ReturnAt(Windows[2] + more),
        series.ReturnAt(Windows[3] + more),
        series.ReturnAt(Windows[4] + more),
        series.Bqx.SixtyAt(Windows[5] + more),
        series.Bqx.SixtyAt(Windows[6] + more),
        series.Bqx.SixtyAt(Windows[7] + more));
}
