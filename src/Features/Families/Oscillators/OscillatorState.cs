using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 13 of one pair.</summary>
internal sealed class OscillatorState(PairSeries series) : PairState
{
    private const int Bqx = 15;
    private const int StochasticMinutes = 14;
    private const double LeastTicks = 0.01;

    private static readonly double InverseRootS2 = 1 / Math.Sqrt(Martingale.SumOfSquares(60));
    private static readonly double InverseRoot12 = 1 / Math.Sqrt(12);

    private readonly MirroredRing<int> _typical = new(32);
    private WilderAverages _averages;
    private Macd _priceMacd;
    private Macd _bqxMacd;
    private double _adx;

    public override void Advance()
    {
        _typical[series.Number] = series.ThriceTypicalAt(0);
        if (series.Count < 2)
        {
            return;
        }

        _averages.Advance(series);
        _priceMacd.Add(series.Close - series.CloseAt(1));
        _bqxMacd.Add(series.Bqx.SixtyAt(0) - series.Bqx.SixtyAt(1));
        var (plus, minus) = (_averages.PlusMovement, _averages.MinusMovement);
        _adx += ((Math.Abs(plus - minus) / Math.Max(plus + minus, LeastTicks)) - _adx) / 14;
    }

    public override void Write(Span<float> values)
    {
        var tick = 1.0 / series.Close;
        var inverseSigma = 1 / series.Sigma;
        for (var k = 0; k < OscillatorFamily.RsiPeriods.Length; k++)
        {
            values[k] = Strength(_averages.Price(k), LeastTicks);
            values[Bqx + k] = Strength(_averages.Bqx(k), LeastTicks * tick);
        }

        _priceMacd.Write(tick * inverseSigma, values.Slice(3, 3));
        _bqxMacd.Write(InverseRootS2 * inverseSigma, values.Slice(Bqx + 3, 3));
        WriteStochastic(values.Slice(6, 2), values.Slice(Bqx + 6, 2));
        WriteDirectional(tick * inverseSigma, values.Slice(10, 4));
        values[8] = (float)TwentyMinutes.Channel(_typical.UpTo(series.Number, TwentyMinutes.Minutes));
        values[9] = (float)(LogReturns.Between(series.CloseAt(12), series.Close) * InverseRoot12 * inverseSigma);
        values[14] = (float)TwentyMinutes.Efficiency(series.ClosesUpTo(0, TwentyMinutes.Minutes + 1));
        values[Bqx + 8] = (float)TwentyMinutes.Channel(series.Bqx.FixedUpTo(0, TwentyMinutes.Minutes));
        values[Bqx + 9] = (float)TwentyMinutes.Efficiency(series.Bqx.FixedUpTo(0, TwentyMinutes.Minutes + 1));
    }

    public override void Reset()
    {
        _typical.Clear();
        (_averages, _priceMacd, _bqxMacd, _adx) = (default, default, default, 0);
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
        for (var lag = 0; lag < TwentyMinutes.Minutes; lag++)
        {
            _typical[series.Number - lag] = series.ThriceTypicalAt(lag);
        }
    }

    private static float Strength((double Change, double Size) smoothed, double floor) =>
        (float)(smoothed.Change / Math.Max(smoothed.Size, floor));

    private void WriteStochastic(Span<float> price, Span<float> bqx)
    {
        var now = series.Extremes.Positions(StochasticMinutes);
        var mean = (now
            + series.Extremes.Positions(StochasticMinutes, lag: 1)
            + series.Extremes.Positions(StochasticMinutes, lag: 2)) / 3;
        (price[0], price[1]) = (now[0], mean[0]);
        (bqx[0], bqx[1]) = (now[2], mean[2]);
    }

    private void WriteDirectional(double inverseUnit, Span<float> values)
    {
        var inverseRange = 1 / Math.Max(_averages.TrueRange, LeastTicks);
        values[3] = (float)(_averages.TrueRange * inverseUnit);
        values[2] = (float)(_averages.MinusMovement * inverseRange);
        values[1] = (float)(_averages.PlusMovement * inverseRange);
        values[0] = (float)_adx;
    }
}
