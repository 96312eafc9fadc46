using System.Collections.Immutable;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Coverage, width, score and calibration of intervals of one model and target, row by row.</summary>
/// <param name="context">Where figures go.</param>
/// <param name="covered">Sums to use, cleared.</param>
internal sealed class IntervalJudge(JudgeContext context, SliceSums covered)
{
    private const string Nominal = "nominal";

    /// <summary>The levels of a calibration curve.</summary>
    private static readonly ImmutableArray<double> Levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    private readonly double _deviations = IntervalScale.Deviations(context.Rows.Level);
    private readonly double[] _ratios =
        [.. Levels.Select(level => IntervalScale.Deviations(level) / IntervalScale.Deviations(context.Rows.Level))];

    private readonly MinuteSums _widths = context.Minutes();
    private readonly MinuteSums _scores = context.Minutes();
    private readonly int[] _within = new int[Levels.Length];

    public void Add(int row, double error, double halfWidth)
    {
        var slot = context.Map.Slots[row];
        var distance = Math.Abs(error);
        covered.Add(row, distance <= halfWidth ? 1 : 0);
        _widths.Add(slot, 2 * halfWidth);
        _scores.Add(slot, Crps.Gaussian(error, halfWidth / _deviations));
        for (var i = 0; i < _within.Length; i++)
        {
            _within[i] += distance <= halfWidth * _ratios[i] ? 1 : 0;
        }
    }

    /// <summary>Adds the figures.</summary>
    /// <param name="subject">Of whom and what.</param>
    /// <param name="lags">Serial correlation counted.</param>
    /// <param name="baseline">The benchmark of width and score.</param>
    /// <param name="width">Its mean width.</param>
    /// <param name="score">Its CRPS.</param>
    public void Finish(Subject subject, int lags, string baseline, double width, double score)
    {
        var level = context.Rows.Level;
        context.AddSlices(subject, Metrics.Coverage, covered, lags, Nominal, _ => level);
        context.Add(subject, Metrics.Width, _widths.Estimate(lags), baseline, width);
        context.Add(subject, Metrics.Crps, _scores.Estimate(lags), baseline, score);
        var rows = (double)context.Rows.Count;
        context.Add(new CoverageCurve(subject.Model, subject.Target, Levels, [.. _within.Select(count => count / rows)]));
    }
}
