using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 12 of one pair. Of the price all is exact and kept by the series; of BQX60 the sums are kept here.</summary>
internal sealed class BandState(PairSeries series, ShadowPhases phases) : PairState
{
    // The last three lanes are not used.
    private static readonly int[] Windows = [.. BandFamily.Windows, 630, 630, 630];
    private static readonly int Count = BandFamily.Windows.Length;
    private static readonly int Longest = BandFamily.Windows[^1];
    private static readonly Vector512<double> Minutes = Lanes.Of(Windows);
    private static readonly Vector512<long> MinutesLong = Vector512.ConvertToInt64(Minutes);
    private static readonly Vector512<double> Inverse = Vector512<double>.One / Minutes;
    private static readonly Vector512<double> WidthScale = Vector512.Create(4.0) / (Minutes * Vector512.Sqrt(Minutes));
    private static readonly double BqxWidthScale = 4 / Math.Sqrt(Martingale.SumOfSquares(60));

    private ShadowBank _sums;
    private ShadowBank _squares;

    public static ShadowPhases NewPhases() => new(Windows);

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var entering = Vector512.Create(series.Bqx.SixtyAt(0));
        var leaving = series.Bqx.SixtysAt(Windows);
        _sums.Slide(phases, entering, leaving);
        _squares.Slide(phases, entering * entering, leaving * leaving);
    }

    public override void Write(Span<float> values)
    {
        // Eight lanes are written at a time: what is too much is overwritten by the next.
        WritePrice(values, values[(2 * Count)..]);
        PercentRanks.Write(series.ClosesUpTo(1, Longest), series.Close, values[(3 * Count)..]);
        var bqx = values[(4 * Count)..];
        WriteBqx(bqx, bqx[(2 * Count)..]);
        PercentRanks.Write(series.Bqx.FixedUpTo(1, Longest), series.Bqx.FixedAt(0), bqx[(3 * Count)..]);
        WritePositions(values[Count..], bqx[Count..]);
    }

    public override void Reset()
    {
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
        _sums.Load(ref reader);
        _squares.Load(ref reader);
    }

    private void WritePrice(Span<float> z, Span<float> widths)
    {
        var sums = series.Sums.Closes(Windows);
        var scaled = (MinutesLong * series.Sums.Squares(Windows)) - (sums * sums);
        var deviations = Vector512.Sqrt(Vector512.ConvertToDouble(scaled)); // W times the deviation
        var above = Vector512.ConvertToDouble((MinutesLong * Vector512.Create((long)series.Close)) - sums);
        (above / Vector512.Max(deviations, 0.5 * Minutes)).Store(z);
        (deviations * WidthScale * Vector512.Create(1 / (series.Close * series.Sigma))).Store(widths);
    }

    private void WriteBqx(Span<float> z, Span<float> widths)
    {
        var means = _sums.Sums * Inverse;
        var variances = (_squares.Sums * Inverse) - (means * means);
        var deviations = Vector512.Sqrt(Vector512.Max(variances, Vector512<double>.Zero));
        var above = Vector512.Create(series.Bqx.SixtyAt(0)) - means;
        (above / Vector512.Max(deviations, Vector512.Create(30.0 / series.Close))).Store(z);
        (deviations * Vector512.Create(BqxWidthScale / series.Sigma)).Store(widths);
    }

    private void WritePositions(Span<float> price, Span<float> bqx)
    {
        for (var k = 0; k < Count; k++)
        {
            var positions = series.Extremes.Positions(Windows[k]);
            price[k] = positions[0];
            bqx[k] = positions[2];
        }
    }
}
