namespace Bqx.Features;

/// <summary>Rolling state of family 20 for one pair: exact sums of ticks, rebuilt from the bars on restore.</summary>
internal sealed class MicrostructureState(PairSeries series) : IPairState
{
    private static readonly int[] Windows = MicrostructureFamily.Windows;
    private static readonly double ContrastOfRanges = 1 + Math.Sqrt(2);

    private readonly Sums[] _sums = new Sums[Windows.Length];

    public void Advance()
    {
        var entering = new BarMeasure(series, 0);
        for (var k = 0; k < Windows.Length; k++)
        {
            _sums[k].Add(entering, 1);
            _sums[k].Add(new BarMeasure(series, Windows[k]), -1);
        }
    }

    public void Write(Span<float> values)
    {
        var (open, high, low, close) = (series.OpenAt(0), series.HighAt(0), series.LowAt(0), series.Close);
        var unit = 1 / (close * series.Sigma);
        values[0] = (float)((close - open) * unit);
        values[1] = (float)((high - Math.Max(open, close)) * unit);
        values[2] = (float)((Math.Min(open, close) - low) * unit);
        values[3] = (float)((high - low) * unit);
        values[4] = high > low ? (float)(close - open) / (high - low) : 0;
        ref readonly var hour = ref _sums[0];
        values[5] = hour.Range > 0 ? hour.Body / (float)hour.Range : 0;
        values[12] = (float)(Math.Abs(open - series.CloseAt(1)) * unit);
        values[13] = (float)(hour.Gap * unit / Windows[0]);
        for (var k = 0; k < Windows.Length; k++)
        {
            WriteWindow(_sums[k], 1.0 / Windows[k], unit, values[k..]);
        }
    }

    public void Reset() => Array.Clear(_sums);

    public void Save(SnapshotWriter writer)
    {
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var k = 0; k < Windows.Length; k++)
        {
            for (var lag = 0; lag < Windows[k]; lag++)
            {
                _sums[k].Add(new BarMeasure(series, lag), 1);
            }
        }
    }

    // Every second value: the windows interleave.
    private static void WriteWindow(in Sums sums, double share, double unit, Span<float> values)
    {
        var contrast = Math.Sqrt(2 * sums.Squares * share) - Math.Sqrt(sums.BothSquares * share);
        values[6] = (float)(ContrastOfRanges * contrast * unit);
        values[8] = (float)(-Math.Sign(sums.Products) * 2 * Math.Sqrt(Math.Abs(sums.Products) * share) * unit);
        values[10] = (float)(sums.Unmoved * share);
        values[14] = (float)(sums.Missing * share);
    }

    private struct Sums
    {
        public long Range;
        public long Body;
        public long Gap;
        public long Squares;
        public long BothSquares;
        public long Products;
        public int Unmoved;
        public int Missing;

        public void Add(in BarMeasure bar, int sign)
        {
            Range += sign * bar.Range;
            Body += sign * bar.Body;
            Gap += sign * bar.Gap;
            Squares += sign * bar.Squares;
            BothSquares += sign * bar.BothSquares;
            Products += sign * bar.Products;
            Unmoved += sign * bar.Unmoved;
            Missing += sign * bar.Missing;
        }
    }
}
