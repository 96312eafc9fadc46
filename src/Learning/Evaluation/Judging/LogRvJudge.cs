using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Figures of one model's forecasts of log realised volatility, beside HAR.</summary>
internal static class LogRvJudge
{
    /// <returns>Squared error, mean by minute.</returns>
    public static double[] Run(LogRvFrame frame, string model, float[] forecasts, float[]? halfWidths)
    {
        var subject = new Subject(model, Metrics.LogRv);
        var context = frame.Context;
        var (share, over) = (context.First, context.Second);
        share.Clear();
        over.Clear();
        var (absolute, square, skill) = (context.Minutes(), context.Minutes(), context.Minutes());
        for (var row = 0; row < forecasts.Length; row++)
        {
            var (error, harError) = ((double)frame.Actual[row] - forecasts[row], (double)frame.Actual[row] - frame.Har[row]);
            share.Add(row, frame.Totals[row] - (error * error), frame.Totals[row]);
            over.Add(row, (harError * harError) - (error * error), frame.Totals[row]);
            var slot = context.Map.Slots[row];
            absolute.Add(slot, Math.Abs(error));
            square.Add(slot, error * error);
            skill.Add(slot, (harError * harError) - (error * error), harError * harError);
        }

        context.AddSlices(subject, Metrics.RSquared, share, frame.Lags, Judge.Har, slice => frame.RSquared[slice]);
        context.AddSlices(subject, Metrics.RSquaredOverHar, over, frame.Lags, Judge.Har, _ => 0);
        context.Add(subject, Metrics.RSquaredOverHarMedianPair, MedianPair(frame, over), Judge.Har, 0);
        context.Add(subject, Metrics.SkillOverHar, skill.Estimate(frame.Lags), Judge.Har, 0);
        context.Add(subject, Metrics.Mae, absolute.Estimate(frame.Lags), Judge.Har, frame.MeanAbsolute);
        context.Add(subject, Metrics.Rmse, square.Estimate(frame.Lags).Root(), Judge.Har, Math.Sqrt(frame.MeanSquare));
        if (halfWidths is not null)
        {
            JudgeIntervals(frame, subject, forecasts, halfWidths);
        }

        return square.Means();
    }

    private static void JudgeIntervals(LogRvFrame frame, Subject subject, float[] forecasts, float[] halfWidths)
    {
        frame.Context.Third.Clear();
        var intervals = new IntervalJudge(frame.Context, frame.Context.Third);
        for (var row = 0; row < forecasts.Length; row++)
        {
            intervals.Add(row, (double)frame.Actual[row] - forecasts[row], halfWidths[row]);
        }

        intervals.Finish(subject, frame.Lags, Judge.Har, frame.Width, frame.Crps);
    }

    // The median over pairs, with the error of the pair in the middle; of the two in the middle the mean of both.
    private static Estimate MedianPair(LogRvFrame frame, SliceSums over)
    {
        Estimate[] sorted =
            [.. frame.Context.Map.PairSlices.Select(slice => over.Estimate(slice, frame.Lags)).OrderBy(estimate => estimate.Value)];
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return new Estimate((low.Value + high.Value) / 2, (low.Error + high.Error) / 2);
    }
}
