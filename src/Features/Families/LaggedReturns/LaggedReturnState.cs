namespace Bqx.Features;

/// <summary>Family 7 keeps nothing of its own: it reads the pair's ring of returns.</summary>
internal sealed class LaggedReturnState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var inverse = 1 / series.Sigma;
        for (var lag = 0; lag < LaggedReturnFamily.Lags; lag++)
        {
            values[lag] = (float)(series.ReturnAt(lag) * inverse);
        }
    }
}
