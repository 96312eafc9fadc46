namespace Bqx.Features;

/// <summary>Family 10: σ̂ is kept by the series itself, since other families divide by it.</summary>
internal sealed class VolatilityState(MarketState market) : StatelessFamily
{
    public override void Write(int pair, Span<float> values) => values[0] = (float)market.Pairs[pair].Sigma;
}
