using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 10 of one pair. σ̂ and the realised volatilities are kept by the series itself, since other families read them.</summary>
internal sealed class VolatilityState(PairSeries series, VolatilityPhases phases) : PairState
{
    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Lanes.Of(RealisedVolatility.Windows);

    // Lanes of ReturnShapes: windows of 60, 240 and 1440 returns, then of 60, 240, 630 and 1440, as positions in RealisedVolatility.Windows.
    private static readonly Vector512<long> ShapeWindows = Vector512.Create(3L, 5, 7, 3, 5, 6, 7, 7);
    private static readonly Vector512<double> OfJumps = Vector512.Create(-1L, -1, -1, 0, 0, 0, 0, 0).AsDouble();

    // (π/2)·W/(W−1) of jumps, taken off: the expected |r|·|r'| of Gaussian returns is (2/π)·σ².
    private static readonly Vector512<double> ShapeWeights =
        Vector512.Create(Bipower(60), Bipower(240), Bipower(1440), 1, 1, 1, 1, 1);

    // Positions in RealisedVolatility.Windows of what is divided and by what; lane 5 is Parkinson's over 60 minutes, 10 at most.
    private static readonly Vector256<int> Dividends = Vector256.Create(0, 1, 2, 3, 5, 5, 5, 5);
    private static readonly Vector256<int> Divisors = Vector256.Create(3, 4, 5, 6, 7, 3, 3, 3);
    private static readonly Vector256<float> OfParkinson = Vector256.Create(0, 0, 0, 0, 0, -1, -1, -1).AsSingle();
    private static readonly Vector256<float> Most = Vector256.ConditionalSelect(
        OfParkinson, Vector256.Create(10f), Vector256.Create(float.MaxValue));

    private readonly RangeVolatilities _ranges = new(series, phases.ShorterRanges, phases.LongerRanges);
    private readonly VolatilityOfVolatility _variation = new(series, phases.Variation);
    private ReturnShapes _shapes;
    private EwmaVolatilities _ewma;

    public override void Advance()
    {
        _ranges.Advance();
        _variation.Advance();
        _shapes.Advance(series, phases.Shapes);
        if (series.Count > 1)
        {
            _ewma.Add(series.ReturnAt(0));
        }
    }

    public override void Write(Span<float> values)
    {
        // Four or eight lanes are written at a time: what is too much is overwritten by the next.
        var tick = (float)series.InverseClose;
        var squares = series.Volatility.Sums;
        var realised = Vector256.Sqrt(Lanes.Narrow(squares * InverseWindows));
        var ranges = _ranges.Values;
        _ewma.Values(0.5f * tick).WithElement(0, (float)series.Sigma).CopyTo(values);
        realised.CopyTo(values[4..]);
        ranges.CopyTo(values[12..]);
        var shapes = Shapes(squares, 0.25f * tick * tick);
        shapes.CopyTo(values[28..]);
        _variation.Variations(0.5f * tick).CopyTo(values[31..]);
        Ratios(realised, ranges[3], 0.02f * tick).StoreSix(values[34..]);
        Vector256.Shuffle(shapes, Vector256.Create(3, 4, 5, 6, 7, 7, 7, 7)).GetLower().CopyTo(values[40..]);
    }

    public override void Reset()
    {
        _ranges.Reset();
        _variation.Reset();
        _shapes.Reset();
        _ewma.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _ranges.Save(writer);
        _variation.Save(writer);
        _shapes.Save(writer);
        _ewma.Save(writer);
    }

    public override void Load(ref SnapshotReader reader)
    {
        _ranges.Load(ref reader);
        _variation.Load(ref reader);
        _shapes.Load(ref reader);
        _ewma.Load(ref reader);
    }

    // Jumps, then semivariances.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Shapes(Vector512<double> squares, float floor)
    {
        var whole = Vector512.Shuffle(squares, ShapeWindows);
        var parts = (whole & OfJumps) + (_shapes.Sums * ShapeWeights);
        return Lanes.Narrow(parts) / Vector256.MaxNative(Lanes.Narrow(whole), Vector256.Create(floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Ratios(Vector256<float> realised, float parkinson, float floor)
    {
        var dividends = Vector256.ConditionalSelect(
            OfParkinson, Vector256.Create(parkinson), Vector256.Shuffle(realised, Dividends));
        var divisors = Vector256.MaxNative(Vector256.Shuffle(realised, Divisors), Vector256.Create(floor));
        return Vector256.MinNative(dividends / divisors, Most);
    }

    private static double Bipower(double window) => -Math.PI / 2 * window / (window - 1);
}
