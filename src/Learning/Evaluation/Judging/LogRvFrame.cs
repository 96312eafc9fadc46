namespace Bqx.Learning.Evaluation.Judging;

/// <summary>What is known of log RV before any model is judged: the mean of each pair, and what HAR achieves.</summary>
internal sealed class LogRvFrame
{
    public LogRvFrame(JudgeContext context, ModelForecasts har)
    {
        Context = context;
        Actual = [.. context.Rows.Samples.Select(sample => sample.LogRv)];
        Har = har.LogRv!;
        Totals = SquaresAroundMeans(context.Map, Actual);
        Measure(har.LogRvHalfWidth);
    }

    public JudgeContext Context { get; }

    public float[] Actual { get; }

    public float[] Har { get; }

    /// <summary>Squared deviation from the mean of the row's pair over all rows, by row.</summary>
    public double[] Totals { get; }

    /// <summary>R² of HAR by slice.</summary>
    public double[] RSquared { get; private set; } = [];

    public double MeanAbsolute { get; private set; }

    public double MeanSquare { get; private set; }

    /// <summary>CRPS of HAR: normal within its intervals, the mean absolute error where it has none.</summary>
    public double Crps { get; private set; }

    /// <summary>Mean width of HAR's intervals; 0 where it has none.</summary>
    public double Width { get; private set; }

    public int Lags => Context.Lags(Context.Primary);

    private void Measure(float[]? halfWidths)
    {
        var deviations = IntervalScale.Deviations(Context.Rows.Level);
        var (absolute, square, score, width) = (0.0, 0.0, 0.0, 0.0);
        Context.First.Clear();
        for (var row = 0; row < Actual.Length; row++)
        {
            var error = (double)Actual[row] - Har[row];
            var halfWidth = halfWidths?[row] ?? 0;
            absolute += Math.Abs(error);
            square += error * error;
            score += Statistics.Crps.Gaussian(error, halfWidth / deviations);
            width += 2 * halfWidth;
            Context.First.Add(row, Totals[row] - (error * error), Totals[row]);
        }

        var count = Actual.Length;
        RSquared = Context.First.Values();
        (MeanAbsolute, MeanSquare, Crps, Width) = (absolute / count, square / count, score / count, width / count);
    }

    private static double[] SquaresAroundMeans(SliceMap map, float[] values)
    {
        var means = new double[map.Count];
        for (var row = 0; row < values.Length; row++)
        {
            means[map.Pairs[row]] += (double)values[row] / map.Counts[map.Pairs[row]];
        }

        var squares = new double[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            var deviation = values[row] - means[map.Pairs[row]];
            squares[row] = deviation * deviation;
        }

        return squares;
    }
}
