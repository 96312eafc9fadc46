using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 17: what belongs to the market is computed once a minute; a pair's vector picks from it.</summary>
internal sealed class CrossPairState(MarketState market) : FamilyState
{
    private const int Factors = 5;

    private readonly CurrencyStrength[] _strengths =
        [.. CrossPairFamily.StrengthWindows.Select(window => new CurrencyStrength(market, window))];

    private readonly CurrencyStrength _ofFactors = new(market, CrossPairFamily.FactorWindow);
    private readonly Triangles _triangles = new(market);
    private readonly float[] _factors = new float[Factors];

    public override void Advance()
    {
        _triangles.Advance();
        Compute();
    }

    public override void Write(int pair, Span<float> values)
    {
        var edges = SisterEdges.EdgesOf(pair);
        var orientations = SisterEdges.OrientationsOf(pair);
        for (var k = 0; k < SisterMoments.Windows.Length; k++)
        {
            var correlations = market.Sisters.Correlations(k);
            for (var slot = 0; slot < edges.Length; slot++)
            {
                values[slot] = (float)(orientations[slot] * correlations[edges[slot]]);
            }

            values = values[Sisters.Count..];
        }

        foreach (var strength in _strengths)
        {
            var (ofBase, ofQuote) = (strength.OfBase(pair), strength.OfQuote(pair));
            values[0] = (float)ofBase;
            values[1] = (float)ofQuote;
            values[2] = (float)(ofBase - ofQuote);
            values = values[3..];
        }

        _triangles.Write(pair, values);
        _factors.CopyTo(values[Triangles.PerPair..]);
    }

    public override void Reset() => _triangles.Reset();

    public override void Save(SnapshotWriter writer) => _triangles.Save(writer);

    public override void Load(ref SnapshotReader reader)
    {
        _triangles.Load(ref reader);
        Compute();
    }

    private void Compute()
    {
        Span<double> inverseSigmas = stackalloc double[Pair.Count];
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            inverseSigmas[pair] = 1 / market.Pairs[pair].Sigma;
        }

        foreach (var strength in _strengths)
        {
            strength.Compute(inverseSigmas);
        }

        _ofFactors.Compute(inverseSigmas);
        double S(Currency currency) => _ofFactors.Of(currency);
        var west = S(Currency.Eur) + S(Currency.Gbp) + S(Currency.Chf);
        var south = S(Currency.Aud) + S(Currency.Nzd);
        _factors[0] = (float)S(Currency.Usd);
        _factors[1] = (float)((S(Currency.Chf) + S(Currency.Jpy) - south) / 2);
        _factors[2] = (float)(((south + S(Currency.Cad)) / 3) - ((west + S(Currency.Jpy)) / 4));
        _factors[3] = (float)((west / 3) - ((south + S(Currency.Usd) + S(Currency.Cad) + S(Currency.Jpy)) / 5));
        _factors[4] = (float)(S(Currency.Gbp) - S(Currency.Eur));
    }
}
