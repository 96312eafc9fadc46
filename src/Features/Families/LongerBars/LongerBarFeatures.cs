using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>The fifteen features of one pair and bar length. They change when a bar is complete and stand until the next one is.</summary>
internal sealed class LongerBarFeatures(PairSeries series, int minutes)
{
    /// <summary>Values written.</summary>
    public const int Count = 15;

    /// <summary>Bars in the averages, the line and the longer volatility.</summary>
    public const int Long = 20;

    /// <summary>Changes in the relative strength and bars in the true range.</summary>
    public const int Strength = 14;

    /// <summary>Returns in the shorter volatility.</summary>
    public const int Short = 5;

    private const double Fast = 2.0 / 13;
    private const double Slow = 2.0 / 27;
    private const double Signal = 2.0 / 10;

    // N1 = n(n²−1)/12.
    private const double InverseN1 = 12.0 / (Long * ((Long * Long) - 1));

    // Lanes of the series' sums.
    private const int Close = 0;
    private const int Square = 1;
    private const int Weighted = 2;
    private const int Change = 3;
    private const int Size = 4;
    private const int Range = 5;

    // Unit deviation of a line's slope on a random walk.
    private static readonly double SlopeScale = Math.Sqrt(5.0 * Long * ((Long * Long) - 1) / (6.0 * ((Long * Long) + 1)));
    private static readonly double MeanScale = 1 / (Long * Math.Sqrt(Long));

    private readonly LongerBarSeries _bars = new(series, minutes);
    private readonly double _inverseRoot = 1 / Math.Sqrt(minutes);
    private double _fast;
    private double _slow;
    private double _signal;

    /// <summary>Takes in a minute; the other parameters are those of <see cref="LongerBarSeries.Append"/>.</summary>
    public void Advance(in LongerBar minute, (int Bar, int Minute) place, Span<float> values)
    {
        if (_bars.Append(minute, place, first: series.Count == 1))
        {
            Smooth();
            if (_bars.Count > Long)
            {
                Compute(values[..Count]);
            }
        }
    }

    public void Reset()
    {
        _bars.Reset();
        (_fast, _slow, _signal) = (0, 0, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        _bars.Save(writer);
        writer.Write(_fast);
        writer.Write(_slow);
        writer.Write(_signal);
    }

    public void Load(ref SnapshotReader reader)
    {
        _bars.Load(ref reader);
        _fast = reader.ReadDouble();
        _slow = reader.ReadDouble();
        _signal = reader.ReadDouble();
    }

    // All averages begin at the first complete bar's close.
    private void Smooth()
    {
        double close = _bars.Last.Close;
        _fast = _bars.Count == 1 ? close : _fast + (Fast * (close - _fast));
        _slow = _bars.Count == 1 ? close : _slow + (Slow * (close - _slow));
        var difference = _fast - _slow;
        _signal += Signal * (difference - _signal);
    }

    private void Compute(Span<float> values)
    {
        var inverse = series.InverseSigma * _inverseRoot;
        var unit = series.InverseClose * inverse;
        var sums = _bars.Sums(Long);
        WriteReturns(inverse, values);
        values[4] = (float)((_fast - _slow - _signal) * unit);
        WriteChanges(_bars.Sums(Strength), unit, values);
        WriteLine(sums, unit, values);
        WriteShape(_bars.Last, values[10..]);
        values[13] = _bars.Streak / (float)Long;
        values[14] = Alignment(sums[Close]);
    }

    private void WriteReturns(double inverse, Span<float> values)
    {
        var returns = _bars.Returns(Long);
        var (first, second, last) = (Vector512.Create(returns), Vector512.Create(returns[8..]), Vector256.Create(returns[16..]));
        var latest = Vector256.Sum(last * last);
        var longer = Vector512.Sum((first * first) + (second * second)) + latest;
        var shorter = latest + (returns[Long - Short] * returns[Long - Short]);
        values[6] = longer > 0 ? (float)Math.Sqrt(shorter * Long / (longer * Short)) : 1;
        values[2] = (float)(last[1] * inverse);
        values[1] = (float)(last[2] * inverse);
        values[0] = (float)(last[3] * inverse);
    }

    private static void WriteChanges(Vector512<long> sums, double unit, Span<float> values)
    {
        values[3] = sums[Size] > 0 ? (float)sums[Change] / sums[Size] : 0;
        values[5] = (float)(sums[Range] * (unit / Strength));
    }

    private void WriteLine(Vector512<long> sums, double unit, Span<float> values)
    {
        var sum = sums[Close];
        var weighted = (2 * sums[Weighted]) - (((2L * _bars.Number) - (Long - 1)) * sum); // 2·Σ (x − mean)·y
        var total = ((Long * sums[Square]) - (sum * sum)) / (double)Long;
        var slope = weighted / 2.0 * InverseN1;
        values[7] = (float)(((Long * (long)_bars.Last.Close) - sum) * MeanScale * unit);
        values[8] = (float)(slope * SlopeScale * unit);
        values[9] = total > 0 ? (float)double.MinNative(weighted / 2.0 * slope / total, 1) : 0;
    }

    private float Alignment(long sum)
    {
        var (sumOf5, sumOf10) = (_bars.Sums(5)[Close], _bars.Sums(10)[Close]);
        return (Math.Sign((5L * _bars.Last.Close) - sumOf5) + Math.Sign((2 * sumOf5) - sumOf10) + Math.Sign((2 * sumOf10) - sum)) / 3f;
    }

    private static void WriteShape(LongerBar bar, Span<float> values)
    {
        var inverse = bar.High > bar.Low ? 1f / (bar.High - bar.Low) : 0;
        values[0] = (bar.Close - bar.Open) * inverse;
        values[1] = (bar.High - Math.Max(bar.Open, bar.Close)) * inverse;
        values[2] = (Math.Min(bar.Open, bar.Close) - bar.Low) * inverse;
    }
}
