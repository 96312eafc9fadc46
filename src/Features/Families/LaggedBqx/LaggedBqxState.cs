namespace Bqx.Features;

/// <summary>Family 6 keeps nothing of its own: it reads the pair's rings of standardised BQX.</summary>
internal sealed class LaggedBqxState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values)
    {
        var bqx = market.Pairs[pair].Bqx;
        var to = 0;
        for (var window = 0; window < BqxSeries.Windows.Length; window++)
        {
            foreach (var lag in LaggedBqxFamily.Lags)
            {
                values[to++] = bqx.ZAt(window, lag);
            }
        }
    }
}
