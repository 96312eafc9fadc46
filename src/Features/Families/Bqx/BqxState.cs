using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 1 for one pair. The integer parts are exact, so they are rebuilt from the closes on restore; only
/// the sum of squared returns is stored.
/// </summary>
internal sealed class BqxState(PairSeries series) : PairState
{
    private const int LongestWindow = 75;
    private const int PerWindow = 6;

    private static readonly int[] Windows = BqxSeries.Windows;
    private static readonly double[] InverseWindows = [.. Windows.Select(window => 1.0 / window)];

    // Σ P[t−i]², i = 1..W.
    private readonly long[] _squares = new long[Windows.Length];
    private readonly SlidingExtremes _extremes = new();
    private ShadowSum _squaredReturns = new(LongestWindow);

    public override void Advance()
    {
        long entering = series.CloseAt(1);
        for (var k = 0; k < Windows.Length; k++)
        {
            long leaving = series.CloseAt(1 + Windows[k]);
            _squares[k] += (entering * entering) - (leaving * leaving);
        }

        _extremes.Push(series.Number, series.Close);
        var (newest, oldest) = (series.ReturnAt(0), series.ReturnAt(LongestWindow));
        _squaredReturns.Slide(series.Number, newest * newest, oldest * oldest);
    }

    public override void Write(Span<float> values)
    {
        var inverse = 1.0 / series.Close;
        Span<double> z = stackalloc double[Windows.Length];
        Span<int> highs = stackalloc int[Windows.Length];
        Span<int> lows = stackalloc int[Windows.Length];
        _extremes.Before(highs, lows);
        for (var k = 0; k < Windows.Length; k++)
        {
            z[k] = series.Bqx.Z(k);
            WriteWindow(k, highs[k], lows[k], inverse, values.Slice(k * PerWindow, PerWindow));
        }

        var aggregates = values[(Windows.Length * PerWindow)..];
        WriteAggregates(z, aggregates);
        var range = Math.Max(highs[^1], series.Close) - Math.Min(lows[^1], series.Close);
        var inverseSigma = 1 / series.Sigma;
        aggregates[5] = (float)(range * inverse * inverseSigma);
        aggregates[6] = (float)(Math.Sqrt(Math.Max(0, _squaredReturns.Value) / LongestWindow) * inverseSigma);
    }

    public override void Reset()
    {
        Array.Clear(_squares);
        _extremes.Reset();
        _squaredReturns.Reset();
    }

    public override void Save(SnapshotWriter writer) => _squaredReturns.Save(writer);

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        _squaredReturns.Load(ref reader);
        for (var lag = Math.Min(series.Count, LongestWindow + SlidingExtremes.Step + 1) - 1; lag >= 0; lag--)
        {
            _extremes.Push(series.Number - lag, series.CloseAt(lag));
        }

        for (var k = 0; k < Windows.Length; k++)
        {
            for (var i = 1; i <= Windows[k]; i++)
            {
                long close = series.CloseAt(i);
                _squares[k] += close * close;
            }
        }
    }

    private void WriteWindow(int k, int high, int low, double inverse, Span<float> values)
    {
        var window = Windows[k];
        var sum = series.Bqx.Sum(k);
        var bqx = series.Bqx.Value(k);
        values[5] = (float)((series.CloseAt(window) - series.Close) * inverse);
        values[4] = (float)(Math.Sqrt((window * _squares[k]) - (sum * sum)) * InverseWindows[k] * inverse);
        values[3] = (float)(bqx * InverseWindows[k]);
        values[2] = (float)((low - series.Close) * inverse);
        values[1] = (float)((high - series.Close) * inverse);
        values[0] = (float)bqx;
    }

    private static void WriteAggregates(ReadOnlySpan<double> z, Span<float> values)
    {
        double sum = 0, squares = 0, slope = 0, max = double.MinValue, min = double.MaxValue;
        for (var k = 0; k < z.Length; k++)
        {
            sum += z[k];
            slope += (k - 2) * z[k];
            max = Math.Max(max, z[k]);
            min = Math.Min(min, z[k]);
        }

        var mean = sum / z.Length;
        foreach (var value in z)
        {
            squares += (value - mean) * (value - mean);
        }

        values[0] = (float)mean;
        values[1] = (float)max;
        values[2] = (float)min;
        values[3] = (float)(slope / 10);
        values[4] = (float)Math.Sqrt(squares / z.Length);
    }
}
