using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family X4: both inputs of all pairs side by side, over as many minutes as the longest lag needs. They are copies of what the series
/// remember, close together because every pair reads those of twelve sisters.
/// </summary>
internal sealed class LeadLagState(MarketState market) : FamilyState
{
    private const int Capacity = LeadLagGraph.MaxLag + 1;
    private const int Width = 2 * Pair.Count;

    private readonly float[] _recent = new float[Capacity * Width];

    public override void Advance() => Copy(0);

    public override void Write(int pair, Span<float> values) => Write(pair, values, LeadLagGraph.Default);

    /// <summary>Writes the block of a graph.</summary>
    public void Write(int pair, Span<float> values, LeadLagGraph graph)
    {
        var sisters = SisterEdges.SistersOf(pair);
        var orientations = SisterEdges.OrientationsOf(pair);
        var lags = graph.Of(Pair.FromIndex(pair));
        var number = market.Number;
        for (var slot = 0; slot < sisters.Length; slot++)
        {
            var orientation = (float)orientations[slot];
            var place = At(number - lags[slot]) + (2 * sisters[slot]);
            values[2 * slot] = orientation * _recent[place];
            values[(2 * slot) + 1] = orientation * _recent[place + 1];
        }
    }

    public override void Reset() => Array.Clear(_recent);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
        for (var lag = 0; lag < Capacity; lag++)
        {
            Copy(lag);
        }
    }

    private static int At(int number) => (number & (Capacity - 1)) * Width;

    private void Copy(int lag)
    {
        var place = At(market.Number - lag);
        foreach (var series in market.Pairs)
        {
            _recent[place++] = series.Bqx.ZAt(BqxSeries.Sixty, lag);
            _recent[place++] = series.BqxFits.QuadZAt(lag)[FitWindows.Sixty];
        }
    }
}
