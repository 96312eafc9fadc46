using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 13 of one pair.</summary>
internal sealed class OscillatorState(PairSeries series) : IPairState
{
    private const int Bqx = 15;
    private const int StochasticMinutes = 14;
    private const double LeastTicks = 0.01;

    private static readonly double InverseRootS2 = 1 / Math.Sqrt(Martingale.SumOfSquares(60));
    private static readonly double InverseRoot12 = 1 / Math.Sqrt(12);

    private WilderAverages _averages;
    private Macd _priceMacd;
    private Macd _bqxMacd;
    private double _adx;

    public void Advance()
    {
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

    public void Write(Span<float> values)
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
        values[8] = (float)TwentyMinutes.PriceChannel(series);
        values[9] = (float)(LogReturns.Between(series.CloseAt(12), series.Close) * InverseRoot12 * inverseSigma);
        values[14] = (float)TwentyMinutes.PriceEfficiency(series);
        var (channel, efficiency) = TwentyMinutes.Bqx(series.Bqx, LeastTicks * tick);
        values[Bqx + 8] = (float)channel;
        values[Bqx + 9] = (float)efficiency;
    }

    public void Reset()
    {
        (_averages, _priceMacd, _bqxMacd, _adx) = (default, default, default, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        _averages.Save(writer);
        _priceMacd.Save(writer);
        _bqxMacd.Save(writer);
        writer.Write(_adx);
    }

    public void Load(ref SnapshotReader reader)
    {
        _averages.Load(ref reader);
        _priceMacd.Load(ref reader);
        _bqxMacd.Load(ref reader);
        _adx = reader.ReadDouble();
    }

    private static float Strength((double Change, double Size) smoothed, double floor) =>
        (float)(smoothed.Change / Math.Max(smoothed.Size, floor));

    private void WriteStochastic(Span<float> price, Span<float> bqx)
    {
        double priceSum = 0, bqxSum = 0, priceNow = 0, bqxNow = 0;
        for (var lag = 2; lag >= 0; lag--)
        {
            var extremes = series.Extremes.Over(StochasticMinutes, lag);
            priceNow = Extremes.Position(series.CloseAt(lag), -extremes[1], extremes[0]);
            bqxNow = Extremes.Position(series.Bqx.FixedAt(lag), -extremes[3], extremes[2]);
            priceSum += priceNow;
            bqxSum += bqxNow;
        }

        (price[0], price[1]) = ((float)priceNow, (float)(priceSum / 3));
        (bqx[0], bqx[1]) = ((float)bqxNow, (float)(bqxSum / 3));
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
