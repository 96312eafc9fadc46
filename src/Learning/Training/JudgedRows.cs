using System.Collections.Immutable;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Training;

/// <summary>Rows of a fold as forecasts of them are judged.</summary>
public static class JudgedRows
{
    /// <summary>Takes consecutive rows.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="level">Nominal coverage of intervals.</param>
    public static EvaluationRows Of(TrainingData data, RowRange rows, double level)
    {
        return new EvaluationRows(
            data.Matrix.Targets,
            level,
            data.Dataset.Options.Stride,
            [.. Enumerable.Range(rows.First, rows.Count).Select(row => data.Matrix[row])],
            Values(data.Matrix.Label),
            Values(data.Matrix.Martingale));

        ImmutableArray<float[]> Values(Func<int, int, float> value) =>
            [.. data.Matrix.Targets.Select((_, target) => Enumerable.Range(rows.First, rows.Count).Select(row => value(row, target)).ToArray())];
    }
}
