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

    // Unit deviation of a line's slope on a random walk, and N1 = n(n²−1)/12.
    private static readonly double SlopeScale = Math.Sqrt(5.0 * Long * ((Long * Long) - 1) / (6.0 * ((Long * Long) + 1)));
    private static readonly double InverseN1 = 12.0 / (Long * ((Long * Long) - 1));

    private readonly LongerBarSeries _bars = new(series, minutes);
    private readonly double _root = Math.Sqrt(minutes);
    private readonly float[] _values = new float[Count];
    private double _fast;
    private double _slow;
    private double _signal;

    /// <summary>Takes in a minute; the parameters are those of <see cref="LongerBarSeries.Append"/>.</summary>
    public void Advance(in LongerBar minute, (int Bar, int Minute) place)
    {
        if (!_bars.Append(minute, place, first: series.Count == 1))
        {
            return;
        }

        Smooth();
        if (_bars.Count > Long)
        {
            Compute(_values);
        }
    }

    public void Write(Span<float> values) => _values.CopyTo(values);

    public void Reset()
    {
        _bars.Reset();
        Array.Clear(_values);
        (_fast, _slow, _signal) = (0, 0, 0);
    }

    public void Save(SnapshotWriter writer)
    {
        _bars.Save(writer);
        writer.Write(_fast);
        writer.Write(_slow);
        writer.Write(_signal);
        foreach (var value in _values)
        {
            writer.Write(value);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        _bars.Load(ref reader);
        _fast = reader.ReadDouble();
        _slow = reader.ReadDouble();
        _signal = reader.ReadDouble();
        foreach (ref var value in _values.AsSpan())
        {
            value = reader.ReadSingle();
        }
    }

    // All averages begin at the first complete bar's close.
    private void Smooth()
    {
        double close = _bars[1].Close;
        _fast = _bars.Count == 1 ? close : _fast + (Fast * (close - _fast));
        _slow = _bars.Count == 1 ? close : _slow + (Slow * (close - _slow));
        var difference = _fast - _slow;
        _signal += Signal * (difference - _signal);
    }

    private void Compute(Span<float> values)
    {
        var last = _bars[1];
        var deviation = series.Sigma * _root;
        var unit = 1 / (last.Close * deviation);
        WriteReturns(1 / deviation, values);
        WriteChanges(unit, values);
        values[4] = (float)((_fast - _slow - _signal) * unit);
        WriteLine(unit, values);
        WriteShape(last, values[10..]);
    }

    private void WriteReturns(double inverse, Span<float> values)
    {
        double shorter = 0, longer = 0;
        for (var age = 1; age <= Long; age++)
        {
            var move = _bars.ReturnAt(age);
            longer += move * move;
            shorter += age <= Short ? move * move : 0;
            if (age <= 3)
            {
                values[age - 1] = (float)(move * inverse);
            }
        }

        values[6] = longer > 0 ? (float)Math.Sqrt(shorter * Long / (longer * Short)) : 1;
    }

    private void WriteChanges(double unit, Span<float> values)
    {
        int up = 0, down = 0, range = 0;
        for (var age = 1; age <= Strength; age++)
        {
            var (bar, before) = (_bars[age], _bars[age + 1].Close);
            up += Math.Max(bar.Close - before, 0);
            down += Math.Max(before - bar.Close, 0);
            range += bar.TrueRange(before);
        }

        values[3] = up + down > 0 ? (float)(up - down) / (up + down) : 0;
        values[5] = (float)(range * unit / Strength);
        values[13] = Streak() / (float)Long;
    }

    // Signed number of bars in a row that closed in the same direction, at most 20.
    private int Streak()
    {
        var direction = Math.Sign(_bars[1].Close - _bars[2].Close);
        var length = 1;
        while (length < Long && Math.Sign(_bars[length + 1].Close - _bars[length + 2].Close) == direction)
        {
            length++;
        }

        return direction * length;
    }

    private void WriteLine(double unit, Span<float> values)
    {
        long sum = 0, weighted = 0, squares = 0, sumOf5 = 0, sumOf10 = 0;
        for (var age = 1; age <= Long; age++)
        {
            long close = _bars[age].Close;
            sum += close;
            weighted += (Long + 1 - (2 * age)) * close; // 2·Σ (x − mean)·y
            squares += close * close;
            sumOf5 = age == 5 ? sum : sumOf5;
            sumOf10 = age == 10 ? sum : sumOf10;
        }

        long last = _bars[1].Close;
        var total = ((Long * squares) - (sum * sum)) / (double)Long;
        var slope = weighted / 2.0 * InverseN1;
        values[7] = (float)(((Long * last) - sum) * unit / (Long * Math.Sqrt(Long)));
        values[8] = (float)(slope * SlopeScale * unit);
        values[9] = total > 0 ? (float)Math.Min(weighted / 2.0 * slope / total, 1) : 0;
        values[14] = (Math.Sign((5 * last) - sumOf5) + Math.Sign((2 * sumOf5) - sumOf10) + Math.Sign((2 * sumOf10) - sum)) / 3f;
    }

    private static void WriteShape(LongerBar bar, Span<float> values)
    {
        var inverse = bar.High > bar.Low ? 1f / (bar.High - bar.Low) : 0;
        values[0] = (bar.Close - bar.Open) * inverse;
        values[1] = (bar.High - Math.Max(bar.Open, bar.Close)) * inverse;
        values[2] = (Math.Min(bar.Open, bar.Close) - bar.Low) * inverse;
    }
}
