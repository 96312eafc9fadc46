using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 9 keeps nothing of its own: it reads the rings of the fits.</summary>
internal sealed class LaggedRegressionState(MarketState market) : StatelessFamily
{
    private const int Bends = 4 * FitWindows.Count;
    private const int LastBends = Bends + (3 * FitWindows.Count);

    private static readonly int[] Lags = LaggedRegressionFamily.Lags;

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var (slopes, bends) = (series.PriceFits, series.BqxFits);
        var lags = Lags;
        values = values[..(2 * Bends)];

        // Two lanes too many are overwritten by what follows.
        slopes.SlopesAt(lags[0]).CopyTo(values);
        slopes.SlopesAt(lags[1]).CopyTo(values[FitWindows.Count..]);
        slopes.SlopesAt(lags[2]).CopyTo(values[(2 * FitWindows.Count)..]);
        slopes.SlopesAt(lags[3]).CopyTo(values[(3 * FitWindows.Count)..]);
        bends.QuadZAt(lags[0]).CopyTo(values[Bends..]);
        bends.QuadZAt(lags[1]).CopyTo(values[(Bends + FitWindows.Count)..]);
        bends.QuadZAt(lags[2]).CopyTo(values[(Bends + (2 * FitWindows.Count))..]);
        bends.QuadZAt(lags[3]).StoreSix(values[LastBends..]);
    }
}
