namespace Bqx.Features;

/// <summary>Family 8 keeps nothing of its own: it reads the pair's ring of closes.</summary>
internal sealed class HorizonReturnState(MarketState market) : StatelessFamily
{
    private static readonly double[] InverseRoots =
        [.. HorizonReturnFamily.Horizons.Select(horizon => 1 / Math.Sqrt(horizon))];

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var inverse = 1 / series.Sigma;
        for (var k = 0; k < InverseRoots.Length; k++)
        {
            var before = series.CloseAt(HorizonReturnFamily.Horizons[k]);
            values[k] = (float)(LogReturns.Between(before, series.Close) * InverseRoots[k] * inverse);
        }
    }
}
