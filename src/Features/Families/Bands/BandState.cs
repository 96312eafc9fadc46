using System.Runtime.CompilerServices;
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
    private static readonly Vector512<long> MinutesLong = Vector512.ConvertToInt64(Minutes);
    private static readonly Vector512<double> Inverse = Vector512<double>.One / Minutes;
    private static readonly Vector256<float> HalfMinutes = Lanes.Narrow(0.5 * Minutes);
    private static readonly Vector256<float> WidthScale = Lanes.Narrow(Vector512.Create(4.0) / (Minutes * Vector512.Sqrt(Minutes)));
    private static readonly double BqxWidthScale = 4 / Math.Sqrt(Martingale.SumOfSquares(60));

    private readonly MirroredRing<short> _low16 = new(1024); // closes, wrapped around

    // Σ P[t−i] and Σ P[t−i]², i = 0..W−1: exact.
    private Vector512<long> _closes;
    private Vector512<long> _squaredCloses;
    private ShadowBank _sums;
    private ShadowBank _squares;

    public static ShadowPhases NewPhases() => new(Windows);

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        AdvanceCloses();
        var bqx = series.Bqx;
        var entering = Vector512.Create(bqx.SixtyAt(0));
        var last = bqx.SixtyAt(W630);
        var leaving = Vector512.Create(
            bqx.SixtyAt(W20), bqx.SixtyAt(W50), bqx.SixtyAt(W120), bqx.SixtyAt(W240), last, last, last, last);
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
        (_closes, _squaredCloses) = (default, default);
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
        LoadCloses();
        _sums.Load(ref reader);
        _squares.Load(ref reader);
    }

    private void AdvanceCloses()
    {
        _low16[series.Number] = unchecked((short)series.Close);
        var entering = Vector512.Create((long)series.Close);
        var leaving = Lanes.Of(
            series.CloseAt(W20), series.CloseAt(W50), series.CloseAt(W120), series.CloseAt(W240), series.CloseAt(W630));
        _closes += entering - leaving;
        _squaredCloses += (entering * entering) - (leaving * leaving);
    }

    // Nothing of the price is stored: it follows from the closes.
    private void LoadCloses()
    {
        for (var lag = 0; lag <= PercentRanks.Reach; lag++)
        {
            _low16[series.Number - lag] = unchecked((short)series.CloseAt(lag));
            var close = Vector512.Create((long)series.CloseAt(lag)) & Vector512.GreaterThan(MinutesLong, Vector512.Create((long)lag));
            _closes += close;
            _squaredCloses += close * close;
        }
    }

    private void WritePrice(Span<float> z, Span<float> widths)
    {
        var scaled = (MinutesLong * _squaredCloses) - (_closes * _closes);
        var deviations = Vector256.Sqrt(Lanes.Narrow(Vector512.ConvertToDouble(scaled))); // W times the deviation
        var above = Lanes.Narrow(Vector512.ConvertToDouble((MinutesLong * Vector512.Create((long)series.Close)) - _closes));
        (above / Vector256.MaxNative(deviations, HalfMinutes)).CopyTo(z);
        (deviations * WidthScale * Vector256.Create((float)(series.InverseClose * series.InverseSigma))).CopyTo(widths);
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
        var deviations = Vector256.Sqrt(Lanes.Narrow(Vector512.MaxNative(variances, Vector512<double>.Zero)));
        var above = Lanes.Narrow(Vector512.Create(series.Bqx.SixtyAt(0)) - means);
        (above / Vector256.MaxNative(deviations, Vector256.Create((float)(30 * series.InverseClose)))).CopyTo(z);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
}
