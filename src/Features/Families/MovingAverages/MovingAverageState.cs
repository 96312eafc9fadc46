using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Family 14 of one pair. Exponential averages are kept as distances D = x − E, which obey D[t] = (1 − α)(D[t−1] + x[t] − x[t−1]): no
/// large number is rounded. For the price x is high + low + close, three times the typical price.
/// </summary>
internal sealed class MovingAverageState(PairSeries series, ShadowPhases phases) : PairState
{
    private const int N5 = 5;
    private const int N10 = 10;
    private const int N20 = 20;
    private const int N50 = 50;
    private const int N100 = 100;
    private const int N200 = 200;
    private const int Count = 6;

    // The last two lanes are not used.
    private static readonly int[] Periods = [N5, N10, N20, N50, N100, N200, N200, N200];
    private static readonly Vector512<double> Periods512 = Lanes.Of(Periods);
    private static readonly Vector512<long> PeriodsLong = Vector512.ConvertToInt64(Periods512);
    private static readonly Vector512<long> ThricePeriods = 3 * PeriodsLong;
    private static readonly Vector512<double> InversePeriods = Vector512<double>.One / Periods512;
    private static readonly Vector512<double> Decay = Each(n => (n - 1) / (n + 1));
    private static readonly Vector512<double> SimpleScale = Each(n => 1 / (3 * n * Math.Sqrt((n - 1) * ((2 * n) - 1) / (6 * n))));
    private static readonly Vector512<double> ExponentialScale = Each(n => 2 * Math.Sqrt(n) / (3 * (n - 1)));
    private static readonly double InverseRootS2 = 1 / Math.Sqrt(Martingale.SumOfSquares(60));

    private readonly Ring<int> _typicals = new(256); // three times the typical price

    // Σ of it over each period: exact.
    private Vector512<long> _typicalSums;
    private Vector512<double> _priceDistances;
    private Vector512<double> _bqxDistances;
    private ShadowBank _bqxSums;

    public static ShadowPhases NewPhases() => new(Periods);

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var bqx = series.Bqx;
        var now = bqx.SixtyAt(0);
        var last = bqx.SixtyAt(N200);
        var leaving = Vector512.Create(
            bqx.SixtyAt(N5), bqx.SixtyAt(N10), bqx.SixtyAt(N20), bqx.SixtyAt(N50), bqx.SixtyAt(N100), last, last, last);
        _bqxSums.Slide(phases, Vector512.Create(now), leaving);
        _bqxDistances = Decay * (_bqxDistances + Vector512.Create(now - bqx.SixtyAt(1)));
        AdvanceTypicals(series.Number);
    }

    public override void Write(Span<float> values)
    {
        var inverse = Vector512.Create(series.InverseClose * series.InverseSigma);
        var bqxInverse = Vector512.Create(InverseRootS2 * series.InverseSigma);
        var above = (ThricePeriods * Vector512.Create((long)series.Close)) - _typicalSums;
        var beyondTypical = Vector512.Create((double)((3 * series.Close) - _typicals[series.Number]));
        var bqxAbove = Vector512.Create(series.Bqx.SixtyAt(0)) - (_bqxSums.Sums * InversePeriods);

        // Eight lanes are written at a time: what is too much is overwritten by the next.
        (Vector512.ConvertToDouble(above) * SimpleScale * inverse).Store(values);
        ((_priceDistances + beyondTypical) * ExponentialScale * inverse).Store(values[Count..]);
        (bqxAbove * bqxInverse).Store(values[(2 * Count)..]);
        Lanes.Narrow(_bqxDistances * bqxInverse).StoreSix(values[(3 * Count)..]);
    }

    public override void Reset()
    {
        _typicals.Clear();
        (_typicalSums, _priceDistances, _bqxDistances) = (default, default, default);
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
        LoadTypicals();
        _bqxSums.Load(ref reader);
        for (var lane = 0; lane < Count; lane++)
        {
            _priceDistances = _priceDistances.WithElement(lane, reader.ReadDouble());
            _bqxDistances = _bqxDistances.WithElement(lane, reader.ReadDouble());
        }
    }

    private void AdvanceTypicals(int number)
    {
        var entering = _typicals[number] = series.ThriceTypicalAt(0);
        var leaving = Lanes.Of(
            _typicals[number - N5],
            _typicals[number - N10],
            _typicals[number - N20],
            _typicals[number - N50],
            _typicals[number - N100],
            _typicals[number - N200]);
        _typicalSums += Vector512.Create((long)entering) - leaving;
        if (series.Count > 1)
        {
            var step = (double)(entering - _typicals[number - 1]);
            _priceDistances = Decay * (_priceDistances + Vector512.Create(step));
        }
    }

    // They are not stored: they follow from the bars.
    private void LoadTypicals()
    {
        for (var lag = 0; lag <= N200; lag++)
        {
            var typical = _typicals[series.Number - lag] = series.ThriceTypicalAt(lag);
            var within = Vector512.GreaterThan(PeriodsLong, Vector512.Create((long)lag));
            _typicalSums += Vector512.Create((long)typical) & within;
        }
    }

    private static Vector512<double> Each(Func<double, double> of) => Vector512.Create([.. Periods.Select(n => of(n))]);
}
