using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 10 of one pair. σ̂ and the realised volatilities are kept by the series itself, since other families read them.</summary>
internal sealed class VolatilityState(PairSeries series, VolatilityPhases phases) : PairState
{
    // Positions in RealisedVolatility.Windows.
    private const int W60 = 3;
    private const int W240 = 5;
    private const int W630 = 6;
    private const int W1440 = 7;

    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Minutes();
    private static readonly Vector512<double> InverseParkinson = InverseWindows / (4 * Math.Log(2));

    // (π/2)·W/(W−1) for 60, 240 and 1440 returns: the expected |r|·|r'| of Gaussian returns is (2/π)·σ².
    private static readonly double[] Bipower =
        [.. new[] { 60.0, 240, 1440 }.Select(window => Math.PI / 2 * window / (window - 1))];

    private readonly RangeVolatilities _ranges = new(series, phases.Ranges);
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
        var tick = 1.0 / series.Close;
        WriteEwma(0.5 * tick, values[..4]);
        WriteShapes(0.25 * tick * tick, values.Slice(28, 3), values.Slice(40, 4));
        for (var window = 0; window < VolatilityOfVolatility.Windows.Length; window++)
        {
            values[31 + window] = (float)_variation.Variation(window, 0.5 * tick);
        }

        var realised = Vector512.Sqrt(series.Volatility.Sums * InverseWindows);
        var parkinson = Vector512.Sqrt(_ranges.Parkinson * InverseParkinson);
        realised.Store(values[4..]);
        parkinson.Store(values[12..]);
        Vector512.Sqrt(_ranges.GarmanKlass * InverseWindows).Store(values[20..]);
        WriteRatios(realised, parkinson[W60], 0.02 * tick, values.Slice(34, 6));
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

    private void WriteEwma(double floor, Span<float> values)
    {
        var ewma = _ewma.Values(floor);
        values[3] = (float)ewma[2];
        values[2] = (float)ewma[1];
        values[1] = (float)ewma[0];
        values[0] = (float)series.Sigma;
    }

    private void WriteShapes(double floor, Span<float> jumps, Span<float> semivariances)
    {
        var sums = _shapes.Sums;
        var squares = series.Volatility.Sums;
        var s60 = squares[W60];
        var s240 = squares[W240];
        var s1440 = squares[W1440];
        var inverse60 = 1 / Math.Max(s60, floor);
        var inverse240 = 1 / Math.Max(s240, floor);
        var inverse1440 = 1 / Math.Max(s1440, floor);
        jumps[2] = (float)((s1440 - (Bipower[2] * sums[2])) * inverse1440);
        jumps[1] = (float)((s240 - (Bipower[1] * sums[1])) * inverse240);
        jumps[0] = (float)((s60 - (Bipower[0] * sums[0])) * inverse60);
        semivariances[3] = (float)(sums[6] * inverse1440);
        semivariances[2] = (float)(sums[5] / Math.Max(squares[W630], floor));
        semivariances[1] = (float)(sums[4] * inverse240);
        semivariances[0] = (float)(sums[3] * inverse60);
    }

    private static void WriteRatios(Vector512<double> realised, double parkinson60, double floor, Span<float> values)
    {
        var floored = Vector512.Max(realised, Vector512.Create(floor));
        values[5] = (float)Math.Min(parkinson60 / floored[W60], 10);
        values[4] = (float)(realised[W240] / floored[W1440]);
        values[3] = (float)(realised[W60] / floored[W630]);
        values[2] = (float)(realised[2] / floored[W240]);
        values[1] = (float)(realised[1] / floored[4]);
        values[0] = (float)(realised[0] / floored[W60]);
    }

    private static Vector512<double> Minutes() =>
        Vector512.Create([.. RealisedVolatility.Windows.Select(window => (double)window)]);
}
