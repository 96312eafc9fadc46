using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 1 for one pair. The integer parts are exact, so they are rebuilt from the closes on restore; only
/// the sum of squared returns is stored.
/// </summary>
internal sealed class BqxState(PairSeries series) : IPairState
{
    private const int LongestWindow = 75;
    private const int PerWindow = 6;

    private static readonly int[] Windows = BqxSeries.Windows;

    // Σ P[t−i]², i = 1..W.
    private readonly long[] _squares = new long[Windows.Length];
    private readonly SlidingExtremes _extremes = new();
    private ShadowSum _squaredReturns = new(LongestWindow);

    public void Advance()
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

    public void Write(Span<float> values)
    {
        var price = (double)series.Close;
        Span<double> z = stackalloc double[Windows.Length];
        for (var k = 0; k < Windows.Length; k++)
        {
            z[k] = series.Bqx.Z(k);
            WriteWindow(k, values.Slice(k * PerWindow, PerWindow));
        }

        var aggregates = values[(Windows.Length * PerWindow)..];
        WriteAggregates(z, aggregates);
        var high = Math.Max(_extremes.HighBefore(LongestWindow / SlidingExtremes.Step), series.Close);
        var low = Math.Min(_extremes.LowBefore(LongestWindow / SlidingExtremes.Step), series.Close);
        aggregates[5] = (float)((high - low) / (price * series.Sigma));
        aggregates[6] = (float)(Math.Sqrt(Math.Max(0, _squaredReturns.Value) / LongestWindow) / series.Sigma);
    }

    public void Reset()
    {
        Array.Clear(_squares);
        _extremes.Reset();
        _squaredReturns.Reset();
    }

    public void Save(SnapshotWriter writer) => _squaredReturns.Save(writer);

    public void Load(ref SnapshotReader reader)
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

    private void WriteWindow(int k, Span<float> values)
    {
        var window = Windows[k];
        var price = (double)series.Close;
        var sum = series.Bqx.Sum(k);
        var bqx = series.Bqx.Value(k);
        var steps = window / SlidingExtremes.Step;
        values[0] = (float)bqx;
        values[1] = (float)((_extremes.HighBefore(steps) - series.Close) / price);
        values[2] = (float)((_extremes.LowBefore(steps) - series.Close) / price);
        values[3] = (float)(bqx / window);
        values[4] = (float)(Math.Sqrt((window * _squares[k]) - (sum * sum)) / (window * price));
        values[5] = (float)((series.CloseAt(window) - series.Close) / price);
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
