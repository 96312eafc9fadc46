namespace Bqx.Features;

/// <summary>Family 6 keeps nothing of its own: it reads the pair's rings of standardised BQX.</summary>
internal sealed class LaggedBqxState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values)
    {
        var bqx = market.Pairs[pair].Bqx;
        var lags = LaggedBqxFamily.Lags;
        for (var k = 0; k < lags.Length; k++)
        {
            var to = k;
            foreach (var z in bqx.ZsAt(lags[k]))
            {
                values[to] = z;
                to += lags.Length;
            }
        }
    }
}
