using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 17: what belongs to the market is computed once a minute; a pair's vector picks from it.</summary>
internal sealed class CrossPairState(MarketState market) : FamilyState
{
    private const int Factors = 5;
    private const int Padded = 8;

    private readonly Triangles _triangles = new(market);

    // By currency: the strengths over the windows, then a lane that is not used.
    private readonly Vector256<double>[] _strengths = new Vector256<double>[CurrencyGrid.Currencies];
    private readonly float[] _factors = new float[Padded];

    public override void Advance()
    {
        _triangles.Advance();
        Compute();
    }

    // From the last value to the first where stores are wider than what they bring.
    public override void Write(int pair, Span<float> values)
    {
        const int AfterCorrelations = 24;
        const int AfterStrengths = AfterCorrelations + 9;
        const int AfterTriangles = AfterStrengths + Triangles.PerPair;
        values = values[..(AfterTriangles + Factors)];
        var triangles = _triangles.Of(pair);
        var (ofBase, ofQuote) = (_strengths[CurrencyGrid.Bases[pair]], _strengths[CurrencyGrid.Quotes[pair]]);
        var strengths = Vector512.Narrow(Vector512.Create(ofBase, ofQuote), Vector512.Create(ofBase - ofQuote, default));
        Vector512.ShuffleNative(strengths, Vector512.Create(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 3, 3, 3, 3, 3, 3))
            .CopyTo(values[AfterCorrelations..]);
        triangles.CopyTo(values[AfterStrengths..]);
        Vector128.Create<float>(_factors).CopyTo(values[AfterTriangles..]);
        values[^1] = _factors[Factors - 1];
        market.Sisters.Write(pair, values);
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
            inverseSigmas[pair] = market.Pairs[pair].InverseSigma;
        }

        Span<Vector512<double>> rows = stackalloc Vector512<double>[CurrencyGrid.Currencies];
        CurrencyGrid.Fill(inverseSigmas, 1, rows);
        var (logs, windows) = (market.Sisters.Logs, CrossPairFamily.StrengthWindows);
        var (first, second, third) = (
            CurrencyStrength.Over(logs, rows, windows[0]),
            CurrencyStrength.Over(logs, rows, windows[1]),
            CurrencyStrength.Over(logs, rows, windows[2]));
        for (var currency = 0; currency < _strengths.Length; currency++)
        {
            _strengths[currency] = Vector256.Create(first[currency], second[currency], third[currency], 0);
        }

        Contrast(CurrencyStrength.Over(logs, rows, CrossPairFamily.FactorWindow));
    }

    private void Contrast(Vector512<double> strengths)
    {
        double S(Currency currency) => strengths[(int)currency];
        var west = S(Currency.Eur) + S(Currency.Gbp) + S(Currency.Chf);
        var south = S(Currency.Aud) + S(Currency.Nzd);
        _factors[0] = (float)S(Currency.Usd);
        _factors[1] = (float)((S(Currency.Chf) + S(Currency.Jpy) - south) / 2);
        _factors[2] = (float)(((south + S(Currency.Cad)) / 3) - ((west + S(Currency.Jpy)) / 4));
        _factors[3] = (float)((west / 3) - ((south + S(Currency.Usd) + S(Currency.Cad) + S(Currency.Jpy)) / 5));
        _factors[4] = (float)(S(Currency.Gbp) - S(Currency.Eur));
    }
}
