using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family X2 takes one logarithm a pair and minute; nothing of it rolls.</summary>
internal sealed class RelativeVolatilityState(MarketState market) : FamilyState
{
    private const double Window = 60;

    private readonly Vector512<double>[] _logs = new Vector512<double>[CurrencyGrid.Currencies];

    // In lane X of row X, where there is no pair, the logarithm is infinite: it is not read.
    public override void Advance()
    {
        var (half, share, least) = (Vector512.Create(0.5), Vector512.Create(1 / Window), Vector512.Create(0.25));
        for (var currency = 0; currency < _logs.Length; currency++)
        {
            var squares = market.Sisters.SquaresOfAnHour(currency) * share;
            var floor = least / market.Sisters.SquaredPrices(currency);
            _logs[currency] = half * Vector512.Log(Vector512.MaxNative(squares, floor));
        }
    }

    public override void Write(int pair, Span<float> values)
    {
        var (ofBase, ofQuote) = (_logs[CurrencyGrid.Bases[pair]], _logs[CurrencyGrid.Quotes[pair]]);
        var own = Vector512.Create(ofBase[CurrencyGrid.Quotes[pair]]);
        SisterLanes.Store(pair, Lanes.Narrow(own - ofBase), Lanes.Narrow(own - ofQuote), values);
    }

    public override void Reset() => Array.Clear(_logs);

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader) => Advance();
}
