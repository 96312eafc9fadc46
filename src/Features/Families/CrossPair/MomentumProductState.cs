using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X1: the terms of all pairs side by side; nothing of it rolls.</summary>
internal sealed class MomentumProductState(MarketState market) : FamilyState
{
    private readonly double[] _linear = new double[Pair.Count];
    private readonly double[] _quadratic = new double[Pair.Count];

    public override void Advance()
    {
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var terms = market.Pairs[pair].BqxFits.Terms;
            _linear[pair] = terms.LinearZOfSixty;
            _quadratic[pair] = terms.QuadraticZ[FitWindows.Sixty];
        }
    }

    public override void Write(int pair, Span<float> values)
    {
        var sisters = SisterEdges.SistersOf(pair);
        var orientations = SisterEdges.OrientationsOf(pair);
        var (linear, quadratic) = (_linear[pair], _quadratic[pair]);
        for (var slot = 0; slot < sisters.Length; slot++)
        {
            var sister = sisters[slot];
            values[2 * slot] = (float)(linear * orientations[slot] * _linear[sister]);
            values[(2 * slot) + 1] = (float)(quadratic * orientations[slot] * _quadratic[sister]);
        }
    }

    public override void Reset()
    {
        Array.Clear(_linear);
        Array.Clear(_quadratic);
    }

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader) => Advance();
}
