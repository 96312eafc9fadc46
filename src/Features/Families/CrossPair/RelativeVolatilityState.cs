using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X2 takes one logarithm a pair and minute; nothing of it rolls.</summary>
internal sealed class RelativeVolatilityState(MarketState market) : FamilyState
{
    private const double Window = 60;

    private readonly double[] _logs = new double[Pair.Count];

    public override void Advance()
    {
        var squares = market.Sisters.SquaresOfAnHour;
        for (var pair = 0; pair < _logs.Length; pair++)
        {
            double price = market.Pairs[pair].Close;
            _logs[pair] = price > 0 ? 0.5 * Math.Log(Math.Max(squares[pair] / Window, 0.25 / (price * price))) : 0;
        }
    }

    public override void Write(int pair, Span<float> values)
    {
        var sisters = SisterEdges.SistersOf(pair);
        for (var slot = 0; slot < sisters.Length; slot++)
        {
            values[slot] = (float)(_logs[pair] - _logs[sisters[slot]]);
        }
    }

    public override void Reset() => Array.Clear(_logs);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader) => Advance();
}
