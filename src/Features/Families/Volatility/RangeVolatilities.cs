using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling sums of the range estimators of one pair, over the windows of <see cref="RealisedVolatility"/>.</summary>
internal sealed class RangeVolatilities(PairSeries series, ShadowPhases phases)
{
    private static readonly int[] Windows = RealisedVolatility.Windows;

    // What a bar gives follows from the bar alone.
    private readonly Ring<double> _parkinson = new();
    private readonly Ring<double> _garmanKlass = new();
    private ShadowBank _parkinsonSums;
    private ShadowBank _garmanKlassSums;

    /// <summary>Σ (ln H/L)² over each window.</summary>
    public Vector512<double> Parkinson => Vector512.Max(_parkinsonSums.Sums, Vector512<double>.Zero);

    /// <summary>Σ [½·(ln H/L)² − (2·ln 2 − 1)·(ln C/O)²] over each window.</summary>
    public Vector512<double> GarmanKlass => Vector512.Max(_garmanKlassSums.Sums, Vector512<double>.Zero);

    public void Advance()
    {
        phases.MoveTo(series.Number);
        var bar = Store(0);
        _parkinsonSums.Slide(phases, Vector512.Create(bar.Parkinson), _parkinson.Gather(series.Number, Windows));
        _garmanKlassSums.Slide(phases, Vector512.Create(bar.GarmanKlass), _garmanKlass.Gather(series.Number, Windows));
    }

    public void Reset()
    {
        _parkinson.Clear();
        _garmanKlass.Clear();
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
            Store(lag);
        }

        _parkinsonSums.Load(ref reader);
        _garmanKlassSums.Load(ref reader);
    }

    private RangeSquares Store(int lag)
    {
        var bar = RangeSquares.Of(series, lag);
        _parkinson[series.Number - lag] = bar.Parkinson;
        _garmanKlass[series.Number - lag] = bar.GarmanKlass;
        return bar;
    }
}
