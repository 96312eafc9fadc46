using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X4 keeps nothing of its own: the series remember both inputs for longer than the longest lag.</summary>
internal sealed class LeadLagState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values) => Write(pair, values, LeadLagGraph.Default);

    /// <summary>Writes the block of a graph.</summary>
    public void Write(int pair, Span<float> values, LeadLagGraph graph)
    {
        var sisters = SisterEdges.SistersOf(pair);
        var orientations = SisterEdges.OrientationsOf(pair);
        var lags = graph.Of(Pair.FromIndex(pair));
        for (var slot = 0; slot < sisters.Length; slot++)
        {
            var series = market.Pairs[sisters[slot]];
            var (orientation, lag) = ((float)orientations[slot], lags[slot]);
            values[2 * slot] = orientation * series.Bqx.ZAt(BqxSeries.Sixty, lag);
            values[(2 * slot) + 1] = orientation * series.BqxFits.QuadZAt(lag)[FitWindows.Sixty];
        }
    }
}
