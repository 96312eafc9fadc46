using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family X4: both inputs of all pairs side by side, over as many minutes as the longest lag needs. They are copies of what the series
/// remember, close together because every pair reads those of twelve sisters.
/// </summary>
internal sealed class LeadLagState(MarketState market) : FamilyState
{
    private const int Capacity = LeadLagGraph.MaxLag + 1;

    private readonly Vector512<float>[] _recent = new Vector512<float>[Capacity * CurrencyGrid.Currencies];

    public override void Advance() => Take(0);

    /// <summary>Writes the block of the default graph: all sisters of the same minute.</summary>
    public override void Write(int pair, Span<float> values)
    {
        var rows = At(LeadLagGraph.DefaultLag);
        SisterLanes.StoreCouples(pair, rows[CurrencyGrid.Bases[pair]], -rows[CurrencyGrid.Quotes[pair]], values);
    }

    /// <summary>A copy of all lags.</summary>
    /// <param name="offset">Where the family's block begins in a vector.</param>
    public LeadLagMinutes Copy(int offset)
    {
        var byLag = new Vector512<float>[Capacity * CurrencyGrid.Currencies];
        for (var lag = 0; lag < Capacity; lag++)
        {
            At(lag).CopyTo(byLag.AsSpan(lag * CurrencyGrid.Currencies));
        }

        return new LeadLagMinutes(byLag, offset);
    }

    /// <summary>Writes the block of a graph.</summary>
    public void Write(int pair, Span<float> values, LeadLagGraph graph)
    {
        var lags = graph.Of(Pair.FromIndex(pair));
        for (var slot = 0; slot < lags.Length; slot++)
        {
            WriteSlot(pair, slot, At(lags[slot]), values);
        }
    }

    /// <summary>Writes one sister's part of a pair's block.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="slot">Slot of the sister.</param>
    /// <param name="rows">All pairs at the lag.</param>
    /// <param name="values">The block.</param>
    public static void WriteSlot(int pair, int slot, ReadOnlySpan<Vector512<float>> rows, Span<float> values)
    {
        Span<float> ofLag = stackalloc float[2 * Sisters.Count];
        SisterLanes.StoreCouples(pair, rows[CurrencyGrid.Bases[pair]], -rows[CurrencyGrid.Quotes[pair]], ofLag);
        ofLag.Slice(2 * slot, 2).CopyTo(values[(2 * slot)..]);
    }

    public override void Reset() => Array.Clear(_recent);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
        for (var lag = 0; lag < Capacity; lag++)
        {
            Take(lag);
        }
    }

    private Span<Vector512<float>> At(int lag) =>
        _recent.AsSpan(((market.Number - lag) & (Capacity - 1)) * CurrencyGrid.Currencies, CurrencyGrid.Currencies);

    private void Take(int lag)
    {
        var rows = At(lag);
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var series = market.Pairs[pair];
            CoupleGrid.Set(rows, pair, series.Bqx.ZAt(BqxSeries.Sixty, lag), series.BqxFits.QuadZAt(lag)[FitWindows.Sixty]);
        }
    }
}
