using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 14 of one pair. Exponential averages are kept as distances D = x − E, which obey D[t] = (1 − α)(D[t−1] + x[t] − x[t−1]): no
/// large number is rounded. For the price x is high + low + close, three times the typical price.
/// </summary>
internal sealed class MovingAverageState(PairSeries series, ShadowPhases phases) : PairState
{
    private const int Count = 6;

    // The last two lanes are not used.
    private static readonly int[] Periods = [.. MovingAverageFamily.Periods, 200, 200];
    private static readonly Vector512<double> Periods512 = Lanes.Of(Periods);
    private static readonly Vector512<double> InversePeriods = Vector512<double>.One / Periods512;
    private static readonly Vector512<long> ThricePeriods = 3 * Vector512.ConvertToInt64(Periods512);
    private static readonly Vector512<double> Decay = Each(n => (n - 1) / (n + 1));
    private static readonly Vector512<double> SimpleScale = Each(n => 1 / (3 * n * Math.Sqrt((n - 1) * ((2 * n) - 1) / (6 * n))));
    private static readonly Vector512<double> ExponentialScale = Each(n => 2 * Math.Sqrt(n) / (3 * (n - 1)));
    private static readonly double InverseRootS2 = 1 / Math.Sqrt(Martingale.SumOfSquares(60));

    private Vector512<double> _priceDistances;
    private Vector512<double> _bqxDistances;
    private ShadowBank _bqxSums;

    public static ShadowPhases NewPhases() => new(Periods);

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var now = series.Bqx.SixtyAt(0);
        _bqxSums.Slide(phases, Vector512.Create(now), series.Bqx.SixtysAt(Periods));
        _bqxDistances = Decay * (_bqxDistances + Vector512.Create(now - series.Bqx.SixtyAt(1)));
        if (series.Count > 1)
        {
            var step = (double)(series.ThriceTypicalAt(0) - series.ThriceTypicalAt(1));
            _priceDistances = Decay * (_priceDistances + Vector512.Create(step));
        }
    }

    public override void Write(Span<float> values)
    {
        var inverse = Vector512.Create(1 / (series.Close * series.Sigma));
        var bqxInverse = Vector512.Create(InverseRootS2 / series.Sigma);
        var above = (ThricePeriods * Vector512.Create((long)series.Close)) - series.Sums.Typicals(Periods);
        var beyondTypical = Vector512.Create((double)((3 * series.Close) - series.ThriceTypicalAt(0)));
        var bqxAbove = Vector512.Create(series.Bqx.SixtyAt(0)) - (_bqxSums.Sums * InversePeriods);

        // Eight lanes are written at a time: what is too much is overwritten by the next.
        (Vector512.ConvertToDouble(above) * SimpleScale * inverse).Store(values);
        ((_priceDistances + beyondTypical) * ExponentialScale * inverse).Store(values[Count..]);
        (bqxAbove * bqxInverse).Store(values[(2 * Count)..]);
        Span<float> last = stackalloc float[ShadowBank.Lanes];
        (_bqxDistances * bqxInverse).Store(last);
        last[..Count].CopyTo(values[(3 * Count)..]);
    }

    public override void Reset()
    {
        (_priceDistances, _bqxDistances) = (default, default);
        _bqxSums.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _bqxSums.Save(writer);
        for (var lane = 0; lane < Count; lane++)
        {
            writer.Write(_priceDistances[lane]);
            writer.Write(_bqxDistances[lane]);
        }
    }

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        _bqxSums.Load(ref reader);
        for (var lane = 0; lane < Count; lane++)
        {
            _priceDistances = _priceDistances.WithElement(lane, reader.ReadDouble());
            _bqxDistances = _bqxDistances.WithElement(lane, reader.ReadDouble());
        }
    }

    private static Vector512<double> Each(Func<double, double> of) => Vector512.Create([.. Periods.Select(n => of(n))]);
}
