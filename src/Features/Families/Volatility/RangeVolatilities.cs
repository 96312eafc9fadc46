using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling sums of the range estimators of one pair, over the windows of <see cref="RealisedVolatility"/>.</summary>
internal sealed class RangeVolatilities(PairSeries series, ShadowPhases phases)
{
    private static readonly int[] Windows = RealisedVolatility.Windows;

    // What a bar gives follows from the bar alone.
    private readonly Ring<RangeSquares> _bars = new();
    private ShadowBank _parkinsonSums;
    private ShadowBank _garmanKlassSums;

    /// <summary>Σ (ln H/L)² over each window.</summary>
    public Vector512<double> Parkinson => Vector512.Max(_parkinsonSums.Sums, Vector512<double>.Zero);

    /// <summary>Σ [½·(ln H/L)² − (2·ln 2 − 1)·(ln C/O)²] over each window.</summary>
    public Vector512<double> GarmanKlass => Vector512.Max(_garmanKlassSums.Sums, Vector512<double>.Zero);

    public void Advance()
    {
        phases.MoveTo(series.Number);
        var bar = _bars[series.Number] = RangeSquares.Of(series, 0);
        var (a, b, c, d) = (Leaving(0), Leaving(1), Leaving(2), Leaving(3));
        var (e, f, g, h) = (Leaving(4), Leaving(5), Leaving(6), Leaving(7));
        _parkinsonSums.Slide(
            phases,
            Vector512.Create(bar.Parkinson),
            Vector512.Create(a.Parkinson, b.Parkinson, c.Parkinson, d.Parkinson, e.Parkinson, f.Parkinson, g.Parkinson, h.Parkinson));
        _garmanKlassSums.Slide(
            phases,
            Vector512.Create(bar.GarmanKlass),
            Vector512.Create(
                a.GarmanKlass, b.GarmanKlass, c.GarmanKlass, d.GarmanKlass, e.GarmanKlass, f.GarmanKlass, g.GarmanKlass, h.GarmanKlass));
    }

    public void Reset()
    {
        _bars.Clear();
        _parkinsonSums.Reset();
        _garmanKlassSums.Reset();
    }

    public void Save(SnapshotWriter writer)
    {
        _parkinsonSums.Save(writer);
        _garmanKlassSums.Save(writer);
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var lag = Math.Min(series.Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            _bars[series.Number - lag] = RangeSquares.Of(series, lag);
        }

        _parkinsonSums.Load(ref reader);
        _garmanKlassSums.Load(ref reader);
    }

    private RangeSquares Leaving(int window) => _bars[series.Number - Windows[window]];
}
