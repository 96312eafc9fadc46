using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>What is known of one target before any model is judged on it: units, and what the martingale achieves.</summary>
internal sealed class BqxFrame
{
    public BqxFrame(JudgeContext context, Target target)
    {
        var index = context.Rows.Targets.IndexOf(target);
        (Context, Target) = (context, target);
        (Actual, Martingale) = (context.Rows.Actual[index], context.Rows.Martingale[index]);
        var root = Math.Sqrt(Core.Martingale.ErrorVariance(target));
        Scale = [.. context.Rows.Samples.Select(sample => Math.Max(sample.Sigma, ServingGraph.SigmaFloor) * root)];
        Measure();
    }

    public JudgeContext Context { get; }

    public Target Target { get; }

    public float[] Actual { get; }

    public float[] Martingale { get; }

    /// <summary>σ̂√V by row: deviation of the martingale's error on a random walk.</summary>
    public double[] Scale { get; }

    /// <summary>Directional accuracy of the martingale by slice.</summary>
    public double[] Hits { get; private set; } = [];

    public double MeanAbsolute { get; private set; }

    public double MeanSquare { get; private set; }

    public double RSquared { get; private set; }

    /// <summary>CRPS of the martingale with the normal spread σ̂√V.</summary>
    public double Crps { get; private set; }

    /// <summary>Mean width of an interval of the rows' level with that spread.</summary>
    public double Width { get; private set; }

    public int Lags => Context.Lags(Target);

    /// <summary>Squared error in units of σ̂√V, mean by minute.</summary>
    public double[] MartingaleLosses()
    {
        var losses = Context.Minutes();
        for (var row = 0; row < Actual.Length; row++)
        {
            var error = ((double)Actual[row] - Martingale[row]) / Scale[row];
            losses.Add(Context.Map.Slots[row], error * error);
        }

        return losses.Means();
    }

    private void Measure()
    {
        var (absolute, square, total, score, scale) = (0.0, 0.0, 0.0, 0.0, 0.0);
        Context.First.Clear();
        for (var row = 0; row < Actual.Length; row++)
        {
            var error = (double)Actual[row] - Martingale[row];
            absolute += Math.Abs(error);
            square += error * error;
            total += (double)Actual[row] * Actual[row];
            score += Statistics.Crps.Gaussian(error, Scale[row]);
            scale += Scale[row];
            Context.First.Add(row, Direction.Hit(Martingale[row], Actual[row]));
        }

        var count = Actual.Length;
        Hits = Context.First.Values();
        (MeanAbsolute, MeanSquare, Crps) = (absolute / count, square / count, score / count);
        RSquared = total > 0 ? 1 - (square / total) : 0;
        Width = 2 * IntervalScale.Deviations(Context.Rows.Level) * scale / count;
    }
}
