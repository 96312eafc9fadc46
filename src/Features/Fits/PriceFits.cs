using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>The fits of one pair's closes, and their standardised slopes of the last minutes.</summary>
internal sealed class PriceFits(PairSeries series)
{
    private static readonly FitBounds Bounds =
        new(FitWindows.InverseW, FitWindows.W / Vector512.Create(12.0), Apex: 1e-40);

    private readonly LaneRing _slopes = new();
    private PriceFitSums _sums;

    /// <summary>Terms of the current minute.</summary>
    public FitTerms Terms { get; } = new();

    /// <summary>Standardised slopes by window of up to <see cref="LaneRing.Deepest"/> minutes ago; 0 before the pair's first bar.</summary>
    public ReadOnlySpan<float> SlopesAt(int lag) => _slopes[series.Number - lag];

    public void Advance()
    {
        _sums.Slide(ClosesAt(0, Ring.Capacity), series.Close);
        Compute();
        _slopes.Put(series.Number, Terms.RiseZ);
    }

    public void Reset()
    {
        _sums = default;
        _slopes.Clear();
    }

    /// <summary>The sums are exact: they follow from the closes.</summary>
    public void Save(SnapshotWriter writer) => _slopes.Save(writer, series.Number);

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        _slopes.Load(ref reader, series.Number);
        for (var lag = FitWindows.Minutes[^1] - 1; lag >= 0; lag--)
        {
            _sums.Slide(ClosesAt(lag, FitWindows.Minutes[^1]), series.CloseAt(lag));
        }

        if (series.Count > 0)
        {
            Compute();
        }
    }

    private void Compute() =>
        Terms.Compute(_sums.Moments(series.Close), Bounds, 1.0 / series.Close, series.Sigma, WalkDeviations.OfPrice);

    // Closes of W minutes before a minute; 0 where they are as old as a limit.
    private Vector512<long> ClosesAt(int lag, int limit)
    {
        var w = FitWindows.Minutes;
        return Vector512.Create(
            CloseAt(lag + w[0], limit),
            CloseAt(lag + w[1], limit),
            CloseAt(lag + w[2], limit),
            CloseAt(lag + w[3], limit),
            CloseAt(lag + w[4], limit),
            CloseAt(lag + w[5], limit),
            0,
            0);
    }

    private long CloseAt(int lag, int limit) => lag < limit ? series.CloseAt(lag) : 0;
}
