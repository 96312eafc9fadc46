using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling means of the range estimators of one pair, over the windows of <see cref="RealisedVolatility"/>. Both estimators of a window
/// lie side by side: four windows a bank.
/// </summary>
internal sealed class RangeVolatilities(PairSeries series, ShadowPhases shorter, ShadowPhases longer)
{
    private static readonly int[] Windows = RealisedVolatility.Windows;
    private static readonly Vector512<double> ShorterScale = Scales(0);
    private static readonly Vector512<double> LongerScale = Scales(4);

    // What a bar gives follows from the bar alone.
    private readonly Ring<long> _bars = new();
    private ShadowBank _shorter;
    private ShadowBank _longer;

    /// <summary>Volatilities, log return a minute: Parkinson's over each window, then Garman's and Klass's.</summary>
    public Vector512<float> Values
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var means = Vector512.Narrow(_shorter.Sums * ShorterScale, _longer.Sums * LongerScale);
            return Vector512.Shuffle(
                Vector512.Sqrt(Vector512.MaxNative(means, Vector512<float>.Zero)),
                Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
        }
    }

    /// <summary>Phases of the shorter four windows (0) or the longer four (4).</summary>
    public static ShadowPhases NewPhases(int first) => new([.. Enumerable.Range(0, 8).Select(lane => Windows[first + (lane / 2)])]);

    public void Advance()
    {
        shorter.MoveTo(series.Number);
        longer.MoveTo(series.Number);
        var bar = _bars[series.Number] = RangeSquares.Of(series, 0);
        var entering = Vector512.WidenLower(Vector512.Create(bar).AsSingle());
        var last = Before(1440);
        var bars = Vector512.Create(Before(5), Before(15), Before(30), Before(60), Before(120), Before(240), Before(630), last);
        var (leaving, leavingLonger) = Vector512.Widen(bars.AsSingle());
        _shorter.Slide(shorter, entering, leaving);
        _longer.Slide(longer, entering, leavingLonger);
    }

    public void Reset()
    {
        _bars.Clear();
        _shorter.Reset();
        _longer.Reset();
    }

    public void Save(SnapshotWriter writer)
    {
        _shorter.Save(writer);
        _longer.Save(writer);
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var lag = Math.Min(series.Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            _bars[series.Number - lag] = RangeSquares.Of(series, lag);
        }

        _shorter.Load(ref reader);
        _longer.Load(ref reader);
    }

    private long Before(int window) => _bars[series.Number - window];

    private static Vector512<double> Scales(int first) => Vector512.Create(
        [.. Enumerable.Range(0, 8).Select(lane => 1 / (Windows[first + (lane / 2)] * (lane % 2 == 0 ? 4 * Math.Log(2) : 1)))]);
}
