using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family X1: both terms of all pairs by currency.</summary>
internal sealed class MomentumProductState(MarketState market) : FamilyState
{
    private readonly Vector512<float>[] _terms = new Vector512<float>[CurrencyGrid.Currencies];

    public override void Advance()
    {
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var terms = market.Pairs[pair].BqxFits.Terms;
            CoupleGrid.Set(_terms, pair, (float)terms.LinearZOfSixty, (float)terms.QuadraticZ[FitWindows.Sixty]);
        }
    }

    public override void Write(int pair, Span<float> values)
    {
        var quote = CurrencyGrid.Quotes[pair];
        var (ofBase, ofQuote) = (_terms[CurrencyGrid.Bases[pair]], _terms[quote]);
        var own = Vector512.Create(ofBase.AsDouble()[quote]).AsSingle();
        SisterLanes.StoreCouples(pair, own * ofBase, -own * ofQuote, values);
    }

    public override void Reset() => Array.Clear(_terms);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader) => Advance();
}
