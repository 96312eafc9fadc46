namespace Bqx.Features;

/// <summary>Family 15 for one pair.</summary>
internal sealed class RegimeState(PairSeries series) : PairState
{
    private static readonly float[] Ages = LogAges(RegimeHistory.OldestAge);
    private static readonly float[] JumpAges = LogAges(JumpHistory.OldestAge);
    private static readonly double[] InverseSpans = [.. PathSums.Spans.Select(span => 1.0 / span)];

    private readonly RegimeHistory _regime = new(series);
    private readonly PathSums _path = new(series);
    private readonly JumpHistory _jumps = new(series);
    private int _run;

    public override void Advance()
    {
        _regime.Advance();
        _path.Advance();
        _jumps.Advance();
        var direction = Math.Sign(_path.Change(0));
        _run = direction == Math.Sign(_run) && direction != 0
            ? Math.Clamp(_run + direction, -RegimeFamily.LongestRun, RegimeFamily.LongestRun)
            : direction;
    }

    public override void Write(Span<float> values)
    {
        values[..8].Clear();
        values[_regime.Class] = 1;
        values[5 + Tercile()] = 1;
        values[8] = Ages[_regime.Age];
        values[9] = _regime.Transitions * (1f / RegimeHistory.Window);
        values[10] = _path.Length > 0 ? (float)_path.Change(0, PathSums.Window) / _path.Length : 0;
        values[11] = Alignment();
        WriteVarianceRatios(values[12..]);
        WriteReversion(values[16..]);
        WriteJumps(values[18..]);
        values[25] = _run * (1f / RegimeFamily.LongestRun);
    }

    public override void Reset()
    {
        _regime.Reset();
        _path.Reset();
        _jumps.Reset();
        _run = 0;
    }

    public override void Save(SnapshotWriter writer)
    {
        _jumps.Save(writer);
        writer.Write(_run);
    }

    public override void Load(ref SnapshotReader reader)
    {
        _regime.Load();
        _path.Load();
        _jumps.Load(ref reader);
        _run = reader.ReadInt32();
    }

    // Cut where the ratio of an hour's activity to the day's mean is 4/5 and 11/10: in 64-bit integers.
    private int Tercile()
    {
        var (hour, day) = (_path.Now * PathSums.Day, _path.OfDay);
        return (5 * hour >= 4 * day ? 1 : 0) + (10 * hour > 11 * day ? 1 : 0);
    }

    private float Alignment()
    {
        var sum = 0;
        for (var k = 0; k < BqxSeries.Windows.Length; k++)
        {
            var value = series.Bqx.Value(k);
            sum += (value < 0 ? 1 : 0) - (value > 0 ? 1 : 0);
        }

        return sum * 0.2f;
    }

    // All shares of the squared changes at once.
    private void WriteVarianceRatios(Span<float> values)
    {
        var single = _path.Squares(0);
        var inverse = single > 0 ? 1.0 / single : 0;
        for (var k = 1; k < PathSums.Spans.Length; k++)
        {
            values[k - 1] = single > 0 ? (float)Math.Min(_path.Squares(k) * inverse * InverseSpans[k], PathSums.Spans[k]) : 1;
        }

        values[10] = (float)(_jumps.Squares * inverse);
    }

    // φ = 1 + b, b = slope of x[s] on P[s−1].
    private void WriteReversion(Span<float> values)
    {
        const long N = PathSums.Window;
        var spread = (N * _path.LevelSquares) - (_path.Levels * _path.Levels);
        var move = _path.Change(0, PathSums.Window);
        var slope = spread > 0 ? ((N * _path.Products) - (move * _path.Levels)) / (double)spread : 0;
        values[0] = (float)Math.Clamp(1 + slope, -1, RegimeFamily.LargestPhi);
        values[1] = slope < RegimeFamily.SlowestSlope ? (float)(RegimeFamily.SlowestSlope / slope) : 1;
    }

    // The share of the squares is written beside the variance ratios.
    private void WriteJumps(Span<float> values)
    {
        values[0] = _jumps.Size;
        values[1] = _jumps.OfHour;
        values[2] = _jumps.Count;
        values[3] = _jumps.Net;
        values[5] = JumpAges[_jumps.Age];
        values[6] = _jumps.Last;
    }

    private static float[] LogAges(int oldest) =>
        [.. Enumerable.Range(1, oldest + 1).Select(age => (float)(Math.Log(age) / Math.Log(oldest + 1)))];
}
