using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Wilder's smoothings of one pair, S += (x − S)/n. Price lanes: x[t] − x[t−1] and its size for n = 7, 14, 21, then DM+ and DM− (14);
/// BQX60 lanes: the same six, then the true range (14) and one that is not used. All in ticks, and of BQX60 in its own unit.
/// </summary>
internal struct WilderAverages
{
    private static readonly Vector512<double> PriceGain = Vector512.Create(1.0) / Vector512.Create(7.0, 7, 14, 14, 21, 21, 14, 14);
    private static readonly Vector512<double> BqxGain = Vector512.Create(1.0) / Vector512.Create(7.0, 7, 14, 14, 21, 21, 14, 1);

    private static readonly Vector256<float> OfBqx = Vector256.Create(0, 0, 0, 0, 0, -1, -1, -1).AsSingle();

    private Vector512<double> _price;
    private Vector512<double> _bqx;

    public readonly double PlusMovement => _price[6];

    public readonly double MinusMovement => _price[7];

    public readonly double TrueRange => _bqx[6];

    /// <summary>
    /// Smoothed change over smoothed size of the price for n = 7, 14, 21; DM+ and DM− over the true range; then the three of BQX60. What
    /// divides is at least the least, in the unit of each.
    /// </summary>
    public readonly Vector256<float> Shares(double least, double leastBqx)
    {
        var apart = Vector512.Shuffle(
            Vector512.Narrow(_price, _bqx), Vector512.Create(0, 2, 4, 6, 7, 8, 10, 12, 1, 3, 5, 14, 14, 9, 11, 13));
        var floors = Vector256.ConditionalSelect(OfBqx, Vector256.Create((float)leastBqx), Vector256.Create((float)least));
        return apart.GetLower() / Vector256.MaxNative(apart.GetUpper(), floors);
    }

    /// <summary>Takes in a minute that has one before it.</summary>
    public void Advance(PairSeries series)
    {
        double change = series.Close - series.CloseAt(1);
        var size = Math.Abs(change);
        var up = series.HighAt(0) - series.HighAt(1);
        var down = series.LowAt(1) - series.LowAt(0);
        double plus = up > Math.Max(down, 0) ? up : 0;
        double minus = down > Math.Max(up, 0) ? down : 0;
        var price = Vector512.Create(change, size, change, size, change, size, plus, minus);
        _price += (price - _price) * PriceGain;

        var bqxChange = series.Bqx.SixtyAt(0) - series.Bqx.SixtyAt(1);
        var bqxSize = Math.Abs(bqxChange);
        double range = Math.Max(series.HighAt(0), series.CloseAt(1)) - Math.Min(series.LowAt(0), series.CloseAt(1));
        var bqx = Vector512.Create(bqxChange, bqxSize, bqxChange, bqxSize, bqxChange, bqxSize, range, 0);
        _bqx += (bqx - _bqx) * BqxGain;
    }

    public readonly void Save(SnapshotWriter writer)
    {
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            writer.Write(_price[lane]);
            writer.Write(_bqx[lane]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            _price = _price.WithElement(lane, reader.ReadDouble());
            _bqx = _bqx.WithElement(lane, reader.ReadDouble());
        }
    }
}
