using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Figures of one model's forecasts of BQX on one target.</summary>
internal static class BqxJudge
{
    /// <returns>Squared error in units of σ̂√V, mean by minute.</returns>
    public static double[] Run(BqxFrame frame, string model, float[] forecasts, float[]? halfWidths)
    {
        var subject = new Subject(model, frame.Target.ToString());
        JudgeErrors(frame, subject, forecasts);
        if (halfWidths is not null)
        {
            JudgeIntervals(frame, subject, forecasts, halfWidths);
        }

        return JudgeStandardised(frame, subject, forecasts);
    }

    // In raw units.
    private static void JudgeErrors(BqxFrame frame, Subject subject, float[] forecasts)
    {
        var context = frame.Context;
        var (skill, hits) = (context.First, context.Second);
        skill.Clear();
        hits.Clear();
        var (absolute, square, total) = (context.Minutes(), context.Minutes(), context.Minutes());
        for (var row = 0; row < forecasts.Length; row++)
        {
            var actual = (double)frame.Actual[row];
            var (error, nested) = (actual - forecasts[row], actual - frame.Martingale[row]);
            var slot = context.Map.Slots[row];
            skill.Add(row, (nested * nested) - (error * error), nested * nested);
            hits.Add(row, Direction.Hit(forecasts[row], actual));
            absolute.Add(slot, Math.Abs(error));
            square.Add(slot, error * error);
            total.Add(slot, (actual * actual) - (error * error), actual * actual);
        }

        context.AddSlices(subject, Metrics.Skill, skill, frame.Lags, Judge.MartingaleName, _ => 0);
        context.AddSlices(subject, Metrics.DirectionalAccuracy, hits, frame.Lags, Judge.MartingaleName, slice => frame.Hits[slice]);
        context.Add(subject, Metrics.SkillBootstrap, Bootstrap.OfRatio(context, skill.All), Judge.MartingaleName, 0);
        context.Add(subject, Metrics.RSquared, total.Estimate(frame.Lags), Judge.MartingaleName, frame.RSquared);
        context.Add(subject, Metrics.Mae, absolute.Estimate(frame.Lags), Judge.MartingaleName, frame.MeanAbsolute);
        context.Add(subject, Metrics.Rmse, square.Estimate(frame.Lags).Root(), Judge.MartingaleName, Math.Sqrt(frame.MeanSquare));
        DirectionTest.Run(frame, subject, forecasts);
    }

    private static void JudgeIntervals(BqxFrame frame, Subject subject, float[] forecasts, float[] halfWidths)
    {
        frame.Context.Third.Clear();
        var intervals = new IntervalJudge(frame.Context, frame.Context.Third);
        for (var row = 0; row < forecasts.Length; row++)
        {
            intervals.Add(row, (double)frame.Actual[row] - forecasts[row], halfWidths[row]);
        }

        intervals.Finish(subject, frame.Lags, Judge.MartingaleName, frame.Width, frame.Crps);
    }

    // In units of σ̂√V, where no pair or hour outweighs the others.
    private static double[] JudgeStandardised(BqxFrame frame, Subject subject, float[] forecasts)
    {
        var context = frame.Context;
        var (skill, adjusted, losses) = (context.Minutes(), context.Minutes(), context.Minutes());
        for (var row = 0; row < forecasts.Length; row++)
        {
            var (unit, slot) = (frame.Scale[row], context.Map.Slots[row]);
            var (actual, nested, forecast) = (frame.Actual[row] / unit, frame.Martingale[row] / unit, forecasts[row] / unit);
            var (square, nestedSquare) = ((actual - forecast) * (actual - forecast), (actual - nested) * (actual - nested));
            skill.Add(slot, nestedSquare - square, nestedSquare);
            adjusted.Add(slot, ClarkWest.Adjusted(actual, nested, forecast));
            losses.Add(slot, square);
        }

        context.Add(subject, Metrics.SkillStandardised, skill.Estimate(frame.Lags), Judge.MartingaleName, 0);
        context.Add(subject, Metrics.ClarkWest, ClarkWest.Run(adjusted.Means(), frame.Lags), Judge.MartingaleName);
        var means = losses.Means();
        var minutes = means.Count(loss => !double.IsNaN(loss));
        var size = minutes / EffectiveSize.Inflation(frame.Target, context.Rows.Stride) * EffectiveSize.Of(context.Map.PairSlices.Length);
        context.Add(new Figure(
            subject.Model, subject.Target, Metrics.EffectiveSize, Metrics.All, size, null, null, "rows", forecasts.Length, forecasts.Length));
        return means;
    }
}
