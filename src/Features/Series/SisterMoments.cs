using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Rolling moments of the one-minute log returns of all pairs over 60 and 240 minutes: Σ r and Σ r² of every pair, Σ r·r' of every
/// edge, and the correlations that follow. A correlation is 0 where one side's variance is below that of half a tick in one minute.
/// </summary>
internal sealed class SisterMoments
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Windows = [60, 240];

    private const int Currencies = CurrencyGrid.Currencies;

    private readonly MarketState _market;
    private readonly EdgeMoments _hour = new(Windows[0]);
    private readonly EdgeMoments _longer = new(Windows[1]);
    private readonly Vector512<double>[] _squaredPrices = new Vector512<double>[Currencies];

    public SisterMoments(MarketState market) => (_market, Logs) = (market, new LogPrices(market));

    /// <summary>Log prices of all pairs.</summary>
    public LogPrices Logs { get; }

    /// <summary>Correlations over the first window, by row of edges.</summary>
    public ReadOnlySpan<Vector512<double>> OfAnHour => _hour.Correlations;

    /// <summary>Σ r² of every pair over the first window, by row of the grid.</summary>
    public Vector512<double> SquaresOfAnHour(int currency) => _hour.Squares(currency);

    /// <summary>P² of every pair, by row of the grid, ticks².</summary>
    public Vector512<double> SquaredPrices(int currency) => _squaredPrices[currency];

    /// <summary>Writes a pair's correlations with its sisters, by slot, those over the first window first.</summary>
    public void Write(int pair, Span<float> values)
    {
        SisterEdges.Pick(pair, _longer.Rounded, values[Sisters.Count..]);
        SisterEdges.Pick(pair, _hour.Rounded, values);
    }

    public void Advance()
    {
        Logs.Advance();
        Slide(_hour);
        Slide(_longer);
        Correlate();
    }

    public void Reset()
    {
        Logs.Reset();
        _hour.Reset();
        _longer.Reset();
    }

    public void Save(SnapshotWriter writer)
    {
        Logs.Save(writer);
        _hour.Save(writer);
        _longer.Save(writer);
    }

    public void Load(ref SnapshotReader reader)
    {
        Logs.Load(ref reader);
        _hour.Load(ref reader);
        _longer.Load(ref reader);
        Correlate();
    }

    private void Slide(EdgeMoments moments) => moments.Slide(_market.Number, Logs.StepAt(0), Logs.StepAt(moments.Window));

    private void Correlate()
    {
        Span<double> squares = stackalloc double[Pair.Count];
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            double price = _market.Pairs[pair].Close;
            squares[pair] = price * price;
        }

        CurrencyGrid.Fill(squares, 1, _squaredPrices);
        _hour.Correlate(_squaredPrices);
        _longer.Correlate(_squaredPrices);
    }
}
