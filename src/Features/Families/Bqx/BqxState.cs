using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 1 for one pair. The integer parts are exact, so they are rebuilt from the closes on restore; only
/// the sum of squared returns is stored.
/// </summary>
internal sealed class BqxState(PairSeries series) : PairState
{
    private const int Step = SlidingExtremes.Step;
    private const int LongestWindow = 75;
    private const int PerWindow = 6;

    private static readonly int[] Windows = BqxSeries.Windows;

    // One lane a window; the three left over repeat the last window and are never read.
    private static readonly Vector512<long> LongMinutes = Vector512.Create([.. Enumerable.Range(0, 8).Select(lane => (long)Minutes(lane))]);
    private static readonly Vector256<float> InverseMinutes =
        Vector256.Create([.. Enumerable.Range(0, 8).Select(lane => 1f / Minutes(lane))]);

    private readonly SlidingExtremes _extremes = new();
    private ShadowSum _squaredReturns = new(LongestWindow);

    public override void Advance()
    {
        _extremes.Push(series.Number, series.ClosesUpTo(0, Step));
        var (newest, oldest) = (series.ReturnAt(0), series.ReturnAt(LongestWindow));
        _squaredReturns.Slide(series.Number % LongestWindow, newest * newest, oldest * oldest);
    }

    public override void Write(Span<float> values)
    {
        var (highs, lowsNegated) = _extremes.Before();
        WriteWindows(highs, lowsNegated, values);
        var aggregates = values[(Windows.Length * PerWindow)..];
        WriteAggregates(series.Bqx.Zs, aggregates);
        var range = Math.Max(highs[4], series.Close) + Math.Max(lowsNegated[4], -series.Close);
        var inverseSigma = series.InverseSigma;
        aggregates[5] = (float)(range * series.InverseClose * inverseSigma);
        aggregates[6] = (float)(Math.Sqrt(double.MaxNative(0, _squaredReturns.Value) * (1.0 / LongestWindow)) * inverseSigma);
    }

    public override void Reset()
    {
        _extremes.Reset();
        _squaredReturns.Reset();
    }

    public override void Save(SnapshotWriter writer) => _squaredReturns.Save(writer);

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        _squaredReturns.Load(ref reader);
        for (var lag = LongestWindow; lag >= 0; lag--)
        {
            _extremes.Push(series.Number - lag, series.ClosesUpTo(lag, Step));
        }
    }

    private static int Minutes(int lane) => Windows[Math.Min(lane, Windows.Length - 1)];

    // Two values too many are overwritten by the aggregates.
    private void WriteWindows(Vector256<int> highs, Vector256<int> lowsNegated, Span<float> values)
    {
        var close = Vector256.Create(series.Close);
        var inverse = Vector256.Create((float)series.InverseClose);
        var bqx = series.Bqx.Values;
        var sums = Vector256.Narrow(bqx.GetLower(), bqx.GetUpper());
        var max = Vector256.ConvertToSingle(highs - close) * inverse;
        var min = Vector256.ConvertToSingle(-lowsNegated - close) * inverse;
        var end = Vector256.ConvertToSingle(Oldest() - close) * inverse;
        var first = ByTurns(sums, max);
        var middle = ByTurns(min, sums * InverseMinutes);
        var last = ByTurns(Deviations() * inverse, end);
        Spread(first, middle, last, 0).CopyTo(values);
        Spread(first, middle, last, 1).CopyTo(values[16..]);
    }

    // Closes of W minutes ago.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Oldest()
    {
        var past = series.ClosesUpTo(Step, (4 * Step) + 1);
        var oldest = past[0];
        return Vector256.Create(past[4 * Step], past[3 * Step], past[2 * Step], past[Step], oldest, oldest, oldest, oldest);
    }

    // Deviations of the past closes, ticks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Deviations()
    {
        var squares = series.Bqx.Squares;
        var (lower, upper) = Vector256.Widen(series.Bqx.Sums);
        var sums = Vector512.Create(lower, upper);
        var scaled = Vector512.ConvertToDouble((LongMinutes * squares) - (sums * sums));
        return Vector256.Sqrt(Vector256.Narrow(scaled.GetLower(), scaled.GetUpper())) * InverseMinutes;
    }

    // Couples of values, a window's side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ByTurns(Vector256<float> one, Vector256<float> other) => Vector512.Shuffle(
        Vector512.Create(one, other), Vector512.Create(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15)).AsDouble();

    // The first or second eight of all couples, window by window.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Spread(Vector512<double> first, Vector512<double> middle, Vector512<double> last, int half)
    {
        var windows = half == 0 ? Vector512.Create(0L, 0, 0, 1, 1, 1, 2, 2) : Vector512.Create(2L, 3, 3, 3, 4, 4, 4, 4);
        var isFirst = half == 0 ? Vector512.Create(-1L, 0, 0, -1, 0, 0, -1, 0) : Vector512.Create(0L, -1, 0, 0, -1, 0, 0, 0);
        var isLast = half == 0 ? Vector512.Create(0L, 0, -1, 0, 0, -1, 0, 0) : Vector512.Create(-1L, 0, 0, -1, 0, 0, -1, 0);
        var others = Vector512.ConditionalSelect(
            isLast.AsDouble(), Vector512.Shuffle(last, windows), Vector512.Shuffle(middle, windows));
        return Vector512.ConditionalSelect(isFirst.AsDouble(), Vector512.Shuffle(first, windows), others).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteAggregates(Vector512<double> z, Span<float> values)
    {
        var (a, b, c, d, e) = (z[0], z[1], z[2], z[3], z[4]);
        var mean = (a + b + c + d + e) * 0.2;
        var (da, db, dc, dd, de) = (a - mean, b - mean, c - mean, d - mean, e - mean);
        var squares = (da * da) + (db * db) + (dc * dc) + (dd * dd) + (de * de);
        values[4] = (float)Math.Sqrt(squares * 0.2);
        values[3] = (float)(((2 * (e - a)) + (d - b)) * 0.1);
        values[2] = (float)double.MinNative(double.MinNative(double.MinNative(a, b), double.MinNative(c, d)), e);
        values[1] = (float)double.MaxNative(double.MaxNative(double.MaxNative(a, b), double.MaxNative(c, d)), e);
        values[0] = (float)mean;
    }
}
