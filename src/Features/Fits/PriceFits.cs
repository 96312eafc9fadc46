using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>The fits of one pair's closes, and their standardised slopes of the last minutes.</summary>
internal sealed class PriceFits(PairSeries series)
{
    private static readonly FitBounds Bounds =
        new(FitWindows.InverseW, FitWindows.W / Vector512.Create(12.0), Apex: 1e-30);

    private readonly LaneRing _slopes = new();
    private PriceFitSums _sums;

    /// <summary>Terms of the current minute.</summary>
    public FitTerms Terms { get; } = new();

    /// <summary>Standardised slopes by window of up to <see cref="LaneRing.Deepest"/> minutes ago; 0 before the pair's first bar.</summary>
    public Vector256<float> SlopesAt(int lag) => _slopes[series.Number - lag];

    public void Advance()
    {
        _slopes.Put(series.Number, Compute(_sums.Slide(Leaving(), series.Close)).RiseZ);
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
            var moments = _sums.Slide(LeavingAt(lag), series.CloseAt(lag));
            if (lag == 0 && series.Count > 0)
            {
                Compute(moments);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> RiseZ, Vector512<double> QuadraticZ) Compute(FitMoments moments) =>
        Terms.Compute(moments, Bounds, series.InverseClose, series.InverseSigma, WalkDeviations.OfPrice);

    // Closes of W minutes ago.
    private Vector512<long> Leaving()
    {
        const int Longest = 630;
        var w = FitWindows.Minutes;
        var closes = series.ClosesUpTo(0, Longest + 1);
        var last = closes[Longest - w[5]];
        return Vector512.WidenLower(Vector512.Create(
            Vector256.Create(closes[Longest - w[0]], closes[Longest - w[1]], closes[Longest - w[2]], closes[Longest - w[3]],
                closes[Longest - w[4]], last, 0, 0), default));
    }

    // The same some minutes ago; 0 where they are older than the longest window.
    private Vector512<long> LeavingAt(int lag)
    {
        var w = FitWindows.Minutes;
        return Vector512.Create(
            CloseAt(lag + w[0]), CloseAt(lag + w[1]), CloseAt(lag + w[2]), CloseAt(lag + w[3]), CloseAt(lag + w[4]), 0, 0, 0);
    }

    private long CloseAt(int lag) => lag < FitWindows.Minutes[^1] ? series.CloseAt(lag) : 0;
}
