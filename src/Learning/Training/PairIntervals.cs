using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Half widths of conformal intervals by pair, from rows that no model was fitted on: q·σ̂·√V for a BQX, q for log RV. A pair with few
/// rows has the quantile of all pairs.
/// </summary>
public sealed class PairIntervals
{
    private const int FewestRows = 100;
    private const double SmallestQuantile = 1e-6;

    private readonly double[] _quantiles;
    private readonly Func<TrainingData, int, double> _unit;

    private PairIntervals(TrainingData data, RowRange rows, double level, Func<TrainingData, int, double> unit, Func<int, double> error)
    {
        _unit = unit;
        var scores = Pair.All.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.First + i;
            scores[data.Matrix[row].Pair.Index].Add(Math.Abs(error(i)) / unit(data, row));
        }

        double[] all = [.. scores.SelectMany(score => score)];
        _quantiles = [.. scores.Select(score => Math.Max(
            SmallestQuantile, Conformal.Quantile(score.Count >= FewestRows ? [.. score] : [.. all], level)))];
    }

    /// <summary>For forecasts of a target.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">Rows that no model was fitted on; at least one.</param>
    /// <param name="target">Index in the matrix's targets.</param>
    /// <param name="forecasts">Forecasts of BQX, total, raw units, one a row.</param>
    /// <param name="level">Nominal coverage, between 0 and 1.</param>
    public static PairIntervals OfBqx(TrainingData data, RowRange rows, int target, float[] forecasts, double level)
    {
        var root = Math.Sqrt(Martingale.ErrorVariance(data.Matrix.Targets[target]));
        return new PairIntervals(
            data,
            rows,
            level,
            (source, row) => Math.Max(source.Matrix[row].Sigma, ServingGraph.SigmaFloor) * root,
            i => data.Matrix.Label(rows.First + i, target) - forecasts[i]);
    }

    /// <summary>For forecasts of log RV.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">Rows that no model was fitted on; at least one.</param>
    /// <param name="forecasts">Forecasts of log RV, one a row.</param>
    /// <param name="level">Nominal coverage, between 0 and 1.</param>
    public static PairIntervals OfLogRv(TrainingData data, RowRange rows, float[] forecasts, double level) =>
        new(data, rows, level, (_, _) => 1, i => data.Matrix[rows.First + i].LogRv - forecasts[i]);

    /// <summary>The quantile of a pair: what the manifest of its package carries.</summary>
    public double Quantile(Pair pair) => _quantiles[pair.Index];

    /// <summary>Half widths for consecutive rows.</summary>
    public float[] HalfWidths(TrainingData data, RowRange rows) =>
        [.. Enumerable.Range(rows.First, rows.Count).Select(row => (float)(Quantile(data.Matrix[row].Pair) * _unit(data, row)))];
}
