namespace Bqx.Features;

/// <summary>Family 7 keeps nothing of its own: it reads the pair's ring of returns.</summary>
internal sealed class LaggedReturnState(MarketState market) : FamilyState
{
    public override void Advance()
    {
    }

    public override void Write(int pair, Span<float> values)
    {
        var series = market.Pairs[pair];
        var inverse = 1 / series.Sigma;
        for (var lag = 0; lag < LaggedReturnFamily.Lags; lag++)
        {
            values[lag] = (float)(series.ReturnAt(lag) * inverse);
        }
    }

    public override void Reset()
    {
    }

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
    }
}
