using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Family 15 for one pair.</summary>
internal sealed class RegimeState(PairSeries series) : PairState
{
    private const int Terciles = 3;

    private static readonly float[] Ages = LogAges(RegimeHistory.OldestAge);
    private static readonly float[] JumpAges = LogAges(JumpHistory.OldestAge);
    private static readonly Vector512<double> Spans = Vector512.Create(1.0, 2, 5, 15, 60, 1, 1, 1);
    private static readonly Vector512<double> InverseSpans = Vector512<double>.One / Spans;
    private static readonly Vector256<float>[] Flags = [.. Enumerable.Range(0, RegimeHistory.Classes * Terciles).Select(FlagsOf)];

    private readonly RegimeHistory _regime = new(series);
    private readonly PathSums _path = new(series);
    private readonly JumpHistory _jumps = new(series);
    private int _run;

    public override void Advance()
    {
        _regime.Advance();
        _path.Advance();
        _jumps.Advance();
        var direction = series.Count > 1 ? Math.Sign(series.Close - series.CloseAt(1)) : 0;
        _run = direction == Math.Sign(_run) && direction != 0
            ? Math.Clamp(_run + direction, -RegimeFamily.LongestRun, RegimeFamily.LongestRun)
            : direction;
    }

    // From wide stores to narrow ones, which overwrite what was too much.
    public override void Write(Span<float> values)
    {
        values = values[..26];
        Flags[(_regime.Class * Terciles) + Tercile()].CopyTo(values);
        var move = (long)series.Close - series.CloseAt(PathSums.Window);
        WriteSquares(values);
        WriteReversion(move, values);
        WriteJumps(values);
        values[8] = Ages[_regime.Age];
        values[9] = _regime.Transitions * (1f / RegimeHistory.Window);
        values[10] = _path.Length > 0 ? (float)move / _path.Length : 0;
        values[11] = Alignment();
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
        var now = series.Bqx.ZsAt(0);
        var signs = Vector256.GreaterThan(now, Vector256<float>.Zero).AsInt32() - Vector256.LessThan(now, Vector256<float>.Zero).AsInt32();
        return Vector256.Sum(signs) * 0.2f;
    }

    // Variance ratios, values 12 to 15, and the share of the jumps.
    private void WriteSquares(Span<float> values)
    {
        var single = _path.SingleSquares;
        var inverse = single > 0 ? 1.0 / single : 0;
        var ratios = single > 0
            ? Vector512.MinNative(_path.Squares * Vector512.Create(inverse) * InverseSpans, Spans)
            : Vector512<double>.One;
        ratios.Store(values[11..]);
        values[22] = (float)(_jumps.Squares * inverse);
    }

    // φ = 1 + b, b = slope of x[s] on P[s−1]; 2·x·P[s−1] = P[s]² − P[s−1]² − x².
    private void WriteReversion(long move, Span<float> values)
    {
        const long N = PathSums.Window;
        long close = series.Close;
        var levels = _path.Levels;
        var spread = (N * _path.LevelSquares) - (levels * levels);
        var products = (move * (close + close - move)) - _path.SingleSquares;
        var slope = spread > 0 ? ((N / 2 * products) - (move * levels)) / (double)spread : 0;
        values[16] = (float)double.MinNative(double.MaxNative(1 + slope, -1), RegimeFamily.LargestPhi);
        values[17] = slope < RegimeFamily.SlowestSlope ? (float)(RegimeFamily.SlowestSlope / slope) : 1;
    }

    // All but the share of the squares.
    private void WriteJumps(Span<float> values)
    {
        values[18] = _jumps.Size;
        values[19] = _jumps.OfHour;
        values[20] = _jumps.Count;
        values[21] = _jumps.Net;
        values[23] = JumpAges[_jumps.Age];
        values[24] = _jumps.Last;
    }

    private static Vector256<float> FlagsOf(int index)
    {
        var (regime, tercile) = Math.DivRem(index, Terciles);
        return Vector256<float>.Zero.WithElement(regime, 1).WithElement(RegimeHistory.Classes + tercile, 1);
    }

    private static float[] LogAges(int oldest) =>
        [.. Enumerable.Range(1, oldest + 1).Select(age => (float)(Math.Log(age) / Math.Log(oldest + 1)))];
}
