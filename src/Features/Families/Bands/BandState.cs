using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 12 of one pair. Of the price all is exact and kept by the series; of BQX60 the sums are kept here.</summary>
internal sealed class BandState(PairSeries series, ShadowPhases phases) : PairState
{
    private const int W20 = 20;
    private const int W50 = 50;
    private const int W120 = 120;
    private const int W240 = 240;
    private const int W630 = 630;
    private const int Count = 5;

    // The last three lanes are not used.
    private static readonly int[] Windows = [W20, W50, W120, W240, W630, W630, W630, W630];
    private static readonly Vector512<double> Minutes = Lanes.Of(Windows);
    private static readonly Vector512<double> Inverse = Vector512<double>.One / Minutes;
    private static readonly Vector256<float> HalfMinutes = Rounded(0.5 * Minutes);
    private static readonly Vector256<float> WidthScale = Rounded(Vector512.Create(4.0) / (Minutes * Vector512.Sqrt(Minutes)));
    private static readonly double BqxWidthScale = 4 / Math.Sqrt(Martingale.SumOfSquares(60));

    private readonly MirroredRing<short> _low16 = new(1024); // closes, wrapped around

    private ShadowBank _sums;
    private ShadowBank _squares;

    public static ShadowPhases NewPhases() => new(Windows);

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        _low16[series.Number] = unchecked((short)series.Close);
        var bqx = series.Bqx;
        var entering = Vector512.Create(bqx.SixtyAt(0));
        var leaving = Vector512.Create(
            bqx.SixtyAt(W20), bqx.SixtyAt(W50), bqx.SixtyAt(W120), bqx.SixtyAt(W240), bqx.SixtyAt(W630), 0, 0, 0);
        _sums.Slide(phases, entering, leaving);
        _squares.Slide(phases, entering * entering, leaving * leaving);
    }

    public override void Write(Span<float> values)
    {
        // Eight lanes are written at a time: what is too much is overwritten by the next.
        var bqx = values[(4 * Count)..];
        WritePrice(values, values[(2 * Count)..]);
        WritePriceRanks(values[(3 * Count)..]);
        WriteBqx(bqx, bqx[(2 * Count)..]);
        PercentRanks.Write(series.Bqx.FixedUpTo(1, PercentRanks.Reach), series.Bqx.FixedAt(0), bqx[(3 * Count)..]);
        WritePositions(values[Count..], bqx[Count..]);
    }

    public override void Reset()
    {
        _low16.Clear();
        _sums.Reset();
        _squares.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _sums.Save(writer);
        _squares.Save(writer);
    }

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var lag = 0; lag <= PercentRanks.Reach; lag++)
        {
            _low16[series.Number - lag] = unchecked((short)series.CloseAt(lag));
        }

        _sums.Load(ref reader);
        _squares.Load(ref reader);
    }

    private void WritePrice(Span<float> z, Span<float> widths)
    {
        var sums = series.Sums;
        var four = Vector512.Create(
            Vector256.Create(sums.Closes(W20), sums.Closes(W50)), Vector256.Create(sums.Closes(W120), sums.Closes(W240)));
        var last = Vector512.Create(Vector256.Create(sums.Closes(W630), sums.Closes(W630)), Vector256<long>.Zero);
        var (lower, upper) = (Terms(four, Vector512.Create(W20, W20, W50, W50, W120, W120, W240, W240)), Terms(last, Vector512.Create((long)W630)));
        var apart = Vector512.Shuffle(
            Vector512.Narrow(Vector512.ConvertToDouble(lower), Vector512.ConvertToDouble(upper)),
            Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
        var deviations = Vector256.Sqrt(apart.GetUpper()); // W times the deviation
        (apart.GetLower() / Vector256.Max(deviations, HalfMinutes)).CopyTo(z);
        (deviations * WidthScale * Vector256.Create((float)(series.InverseClose * series.InverseSigma))).CopyTo(widths);
    }

    // Of Σ P and Σ P² side by side: W times the close above the mean, W² times the variance. Exact.
    private Vector512<long> Terms(Vector512<long> sums, Vector512<long> minutes)
    {
        var squares = Vector512.Create(0L, -1, 0, -1, 0, -1, 0, -1);
        var first = Vector512.Shuffle(sums, Vector512.Create(0L, 0, 2, 2, 4, 4, 6, 6));
        return (minutes * Vector512.ConditionalSelect(squares, sums, Vector512.Create((long)series.Close)))
            - (first * Vector512.ConditionalSelect(squares, first, Vector512<long>.One));
    }

    private void WritePriceRanks(Span<float> ranks)
    {
        // 16 bits are enough where no two closes are further apart; lanes: highest, −lowest.
        var extremes = series.Extremes.Over(W630 + 1);
        if (extremes[0] + extremes[1] < short.MaxValue)
        {
            PercentRanks.Write(_low16.UpTo(series.Number - 1, PercentRanks.Reach), _low16[series.Number], ranks);
            return;
        }

        PercentRanks.Write(series.ClosesUpTo(1, PercentRanks.Reach), series.Close, ranks);
    }

    private void WriteBqx(Span<float> z, Span<float> widths)
    {
        var means = _sums.Sums * Inverse;
        var variances = (_squares.Sums * Inverse) - (means * means);
        var deviations = Vector256.Sqrt(Rounded(Vector512.Max(variances, Vector512<double>.Zero)));
        var above = Rounded(Vector512.Create(series.Bqx.SixtyAt(0)) - means);
        (above / Vector256.Max(deviations, Vector256.Create((float)(30 * series.InverseClose)))).CopyTo(z);
        (deviations * Vector256.Create((float)(BqxWidthScale * series.InverseSigma))).CopyTo(widths);
    }

    private void WritePositions(Span<float> price, Span<float> bqx)
    {
        var spans = Vector512.ConvertToSingle(
            Vector512.Create(Vector256.Create(Spans(W20), Spans(W50)), Vector256.Create(Spans(W120), Spans(W240))));
        var ranges = Vector512.Shuffle(spans, Vector512.Create(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15));
        var flat = Vector512.Equals(ranges, Vector512<float>.Zero);
        var positions = Vector512.ConditionalSelect(flat, Vector512.Create(0.5f), spans / ranges);
        var apart = Vector512.Shuffle(positions, Vector512.Create(0, 4, 8, 12, 2, 6, 10, 14, 1, 1, 1, 1, 1, 1, 1, 1)).GetLower();
        var last = series.Extremes.Positions(W630);
        (price[4], bqx[4]) = (last[0], last[2]);
        apart.GetLower().CopyTo(price);
        apart.GetUpper().CopyTo(bqx);
    }

    // Close above the lowest, highest above the lowest; the same of BQX60.
    private Vector128<int> Spans(int window)
    {
        var extremes = series.Extremes.Over(window);
        var bqx = series.Bqx.FixedAt(0);
        var tops = Vector128.ConditionalSelect(
            Vector128.Create(-1, 0, -1, 0),
            Vector128.Create(series.Close, series.Close, bqx, bqx),
            Vector128.Shuffle(extremes, Vector128.Create(0, 0, 2, 2)));
        return tops + Vector128.Shuffle(extremes, Vector128.Create(1, 1, 3, 3));
    }

    private static Vector256<float> Rounded(Vector512<double> lanes) => Vector256.Narrow(lanes.GetLower(), lanes.GetUpper());
}
