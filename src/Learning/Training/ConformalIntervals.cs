using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Half widths of a model's intervals by split conformal prediction, of each pair and target by itself: q·σ̂·√V around BQX, and q around log
/// RV, with q from rows that the model was not fitted on. A pair of few rows has the q of all together.
/// </summary>
public sealed class ConformalIntervals
{
    private const int FewestRows = 100;
    private readonly ImmutableDictionary<Target, double[]> _bqx;
    private readonly double[]? _logRv;

    private ConformalIntervals(ImmutableDictionary<Target, double[]> bqx, double[]? logRv) => (_bqx, _logRv) = (bqx, logRv);

    /// <summary>Finds the widths.</summary>
    /// <param name="calibration">Rows of the calibration block, whose nominal level is the intervals'.</param>
    /// <param name="forecasts">What the model says of them.</param>
    public static ConformalIntervals Fit(EvaluationRows calibration, ModelForecasts forecasts)
    {
        var bqx = forecasts.Bqx.ToImmutableDictionary(entry => entry.Key, entry =>
        {
            var actual = calibration.Actual[calibration.Targets.IndexOf(entry.Key)];
            return Quantiles(calibration, row => Math.Abs(actual[row] - entry.Value[row]) / Unit(calibration, row, entry.Key));
        });
        var logRv = forecasts.LogRv is { } values
            ? Quantiles(calibration, row => Math.Abs(calibration.Samples[row].LogRv - values[row]))
            : null;
        return new ConformalIntervals(bqx, logRv);
    }

    /// <summary>The model's forecasts of other rows, with half widths.</summary>
    public ModelForecasts Apply(EvaluationRows rows, ModelForecasts forecasts) => forecasts with
    {
        BqxHalfWidth = _bqx.ToImmutableDictionary(
            entry => entry.Key,
            entry => Each(rows, row => entry.Value[rows.Samples[row].Pair.Index] * Unit(rows, row, entry.Key))),
        LogRvHalfWidth = _logRv is null ? null : Each(rows, row => _logRv[rows.Samples[row].Pair.Index]),
    };

    private static double[] Quantiles(EvaluationRows rows, Func<int, double> score)
    {
        List<double>[] byPair = [.. Pair.All.Select(_ => new List<double>())];
        for (var row = 0; row < rows.Count; row++)
        {
            byPair[rows.Samples[row].Pair.Index].Add(score(row));
        }

        var pooled = Conformal.Quantile([.. byPair.SelectMany(scores => scores)], rows.Level);
        return [.. byPair.Select(scores => scores.Count >= FewestRows ? Conformal.Quantile([.. scores], rows.Level) : pooled)];
    }

    private static double Unit(EvaluationRows rows, int row, Target target) =>
        Math.Max(rows.Samples[row].Sigma, ServingGraph.SigmaFloor) * Math.Sqrt(Martingale.ErrorVariance(target));

    private static float[] Each(EvaluationRows rows, Func<int, double> value)
    {
        var values = new float[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = (float)value(row);
        }

        return values;
    }
}
