using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// What the oscillators see in the last twenty minutes: sums of typical prices and of BQX60 in fixed point, and the ways that closes and BQX60
/// went. All of it is exact, in integers.
/// </summary>
internal struct TwentyMinutes
{
    private const int Minutes = 20;
    private const int Lanes = 8;
    private const int Tail = Minutes - Lanes; // the last eight overlap those before by four
    private static readonly Vector512<double> New = Vector512.Create(0L, 0, 0, 0, -1, -1, -1, -1).AsDouble();

    // Lanes: Σ typical price (three times), Σ BQX60, way of the closes, way of BQX60.
    private Vector256<long> _sums;

    /// <summary>
    /// (last − mean) / mean |x − mean| of typical prices and of BQX60, then |last − first| over the way between them of closes and of BQX60;
    /// 0 where nothing moved.
    /// </summary>
    public readonly Vector128<float> Values(PairSeries series, MirroredRing<int> typicals)
    {
        var sums = Vector256.ConvertToDouble(_sums);
        var typical = typicals.UpTo(series.Number, Minutes);
        var bqx = series.Bqx.FixedUpTo(0, Minutes);
        var sizes = Vector256.Create(Deviation(typical, sums[0]), Deviation(bqx, sums[1]), sums[2], sums[3]);
        var ways = Vector256.Create(
            Minutes * ((Minutes * (double)typical[^1]) - sums[0]),
            Minutes * ((Minutes * (double)bqx[^1]) - sums[1]),
            Math.Abs(series.Close - series.CloseAt(Minutes)),
            Math.Abs((long)bqx[^1] - series.Bqx.FixedAt(Minutes)));

        // Integers: a size that is not 0 is 1 at least.
        var shares = ways / Vector256.MaxNative(sizes, Vector256<double>.One);
        return Vector256.Narrow(shares, shares).GetLower();
    }

    public void Advance(PairSeries series, MirroredRing<int> typicals) =>
        _sums += Terms(series, typicals, 0) - Terms(series, typicals, Minutes);

    /// <summary>Takes it all from the series.</summary>
    public void Load(PairSeries series, MirroredRing<int> typicals)
    {
        _sums = default;
        for (var lag = 0; lag < Minutes; lag++)
        {
            _sums += Terms(series, typicals, lag);
        }
    }

    private static Vector256<long> Terms(PairSeries series, MirroredRing<int> typicals, int lag)
    {
        long close = series.CloseAt(lag);
        long bqx = series.Bqx.FixedAt(lag);
        return Vector256.Create(
            typicals[series.Number - lag], bqx, Math.Abs(close - series.CloseAt(lag + 1)), Math.Abs(bqx - series.Bqx.FixedAt(lag + 1)));
    }

    // Σ |20·x − Σ x|.
    private static double Deviation(ReadOnlySpan<int> values, double sum)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var mean = Vector512.Create(sum);
        return Vector512.Sum(
            Distance(ref first, 0, mean) + Distance(ref first, Lanes, mean) + (Distance(ref first, Tail, mean) & New));
    }

    private static Vector512<double> Distance(ref int first, int from, Vector512<double> mean)
    {
        var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)from));
        return Vector512.Abs((Vector512.ConvertToDouble(Vector512.Create(lower, upper)) * Minutes) - mean);
    }
}
