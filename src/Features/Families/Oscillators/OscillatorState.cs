using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 13 of one pair.</summary>
internal sealed class OscillatorState(PairSeries series) : PairState
{
    private const int Bqx = 15;
    private const int StochasticMinutes = 14;
    private const int TypicalMinutes = 32;
    private const double LeastTicks = 0.01;

    private static readonly double InverseRootS2 = 1 / Math.Sqrt(Martingale.SumOfSquares(60));
    private static readonly double InverseRoot12 = 1 / Math.Sqrt(12);

    private readonly MirroredRing<int> _typical = new(TypicalMinutes);
    private TwentyMinutes _twentyMinutes;
    private WilderAverages _averages;
    private Macd _priceMacd;
    private Macd _bqxMacd;
    private double _adx;

    // Positions among 14 minutes: of this minute, of the one before, and of the one before that.
    private Vector128<float> _stochastic;
    private Vector128<float> _before;
    private Vector128<float> _beforeThat;

    public override void Advance()
    {
        _typical[series.Number] = series.ThriceTypicalAt(0);
        _twentyMinutes.Advance(series, _typical);
        (_beforeThat, _before) = (_before, _stochastic);
        _stochastic = series.Extremes.Positions(StochasticMinutes);
        if (series.Count < 2)
        {
            return;
        }

        _averages.Advance(series);
        _priceMacd.Add(series.Close - series.CloseAt(1));
        _bqxMacd.Add(series.Bqx.SixtyAt(0) - series.Bqx.SixtyAt(1));
        var (plus, minus) = (_averages.PlusMovement, _averages.MinusMovement);
        _adx += ((Math.Abs(plus - minus) / Math.Max(plus + minus, LeastTicks)) - _adx) * (1.0 / 14);
    }

    public override void Write(Span<float> values)
    {
        var perSigma = series.InverseClose * series.InverseSigma;
        var shares = _averages.Shares(LeastTicks, LeastTicks * series.InverseClose);
        var twenty = _twentyMinutes.Values(series, _typical);
        values[Bqx + 9] = twenty[3];
        values[Bqx + 8] = twenty[1];

        // Four values are written of three: what is too much is overwritten by the next.
        Vector256.Shuffle(shares, Vector256.Create(5, 6, 7, 7, 7, 7, 7, 7)).GetLower().CopyTo(values[Bqx..]);
        values[14] = twenty[2];
        values[13] = (float)(_averages.TrueRange * perSigma);
        values[12] = shares[4];
        values[11] = shares[3];
        values[10] = (float)_adx;
        values[9] = (float)(LogReturns.Between(series.CloseAt(12), series.Close) * InverseRoot12 * series.InverseSigma);
        values[8] = twenty[0];
        shares.GetLower().CopyTo(values);
        _priceMacd.Write(perSigma, values.Slice(3, 3));
        _bqxMacd.Write(InverseRootS2 * series.InverseSigma, values.Slice(Bqx + 3, 3));
        WriteStochastic(values.Slice(6, 2), values.Slice(Bqx + 6, 2));
    }

    public override void Reset()
    {
        _typical.Clear();
        (_averages, _priceMacd, _bqxMacd, _adx) = (default, default, default, 0);
        (_twentyMinutes, _stochastic, _before, _beforeThat) = (default, default, default, default);
    }

    public override void Save(SnapshotWriter writer)
    {
        _averages.Save(writer);
        _priceMacd.Save(writer);
        _bqxMacd.Save(writer);
        writer.Write(_adx);
    }

    public override void Load(ref SnapshotReader reader)
    {
        _averages.Load(ref reader);
        _priceMacd.Load(ref reader);
        _bqxMacd.Load(ref reader);
        _adx = reader.ReadDouble();
        for (var lag = 0; lag < TypicalMinutes; lag++)
        {
            _typical[series.Number - lag] = series.ThriceTypicalAt(lag);
        }

        _twentyMinutes.Load(series, _typical);
        _stochastic = series.Extremes.Positions(StochasticMinutes);
        _before = series.Extremes.Positions(StochasticMinutes, lag: 1);
        _beforeThat = series.Extremes.Positions(StochasticMinutes, lag: 2);
    }

    private void WriteStochastic(Span<float> price, Span<float> bqx)
    {
        var mean = (_stochastic + _before + _beforeThat) / 3;
        (price[1], price[0]) = (mean[0], _stochastic[0]);
        (bqx[1], bqx[0]) = (mean[2], _stochastic[2]);
    }
}
