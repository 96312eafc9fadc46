using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Training;

/// <summary>
/// Ridge regression of several labels on all scaled features and a constant, over all pairs: one matrix of second moments of the training block
/// serves all. The penalty of each label is the one that does best on the validation block.
/// </summary>
internal static class RidgeRegression
{
    private const int ReportEvery = 8192;

    // In units of the features' variance, which is 1.
    private static readonly ImmutableArray<double> Penalties = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1e6];

    /// <summary>Weights of each label, that of the constant last, with the penalty chosen.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="labels">How many labels.</param>
    /// <param name="labelsOf">Writes the labels of a row.</param>
    /// <param name="stage">What progress is reported as.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ImmutableArray<(double[] Weights, double Penalty)> Fit(
        TrainingData data,
        int labels,
        RowReader labelsOf,
        string stage,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var equations = Accumulate(data, labels, labelsOf, stage, progress, cancellationToken);
        double[][][] candidates = [.. Penalties.Select(penalty => Ridge.SolveAll(equations, penalty))];
        var errors = Judge(data, labelsOf, [.. candidates.Select(ToSingle)], cancellationToken);
        return
        [
            .. errors.Select(byPenalty => Array.IndexOf(byPenalty, byPenalty.Min()))
                .Select((best, label) => (candidates[best][label], Penalties[best])),
        ];
    }

    /// <summary>What each label's weights say of rows.</summary>
    public static float[][] Predict(TrainingData data, RowRange rows, float[][] weights)
    {
        float[][] values = [.. weights.Select(_ => new float[rows.Count])];
        var x = NewRow(data);
        for (var i = 0; i < rows.Count; i++)
        {
            data.ReadScaled(rows.First + i, x);
            for (var label = 0; label < weights.Length; label++)
            {
                values[label][i] = TensorPrimitives.Dot<float>(x, weights[label]);
            }
        }

        return values;
    }

    /// <summary>Weights in the precision that they serve in.</summary>
    public static float[][] ToSingle(double[][] weights) => Array.ConvertAll(weights, ToSingle);

    /// <summary>Weights in the precision that they serve in.</summary>
    public static float[] ToSingle(double[] weights) => Array.ConvertAll(weights, weight => (float)weight);

    private static NormalEquations Accumulate(
        TrainingData data,
        int labels,
        RowReader labelsOf,
        string stage,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var equations = new NormalEquations(data.Matrix.Columns + 1, labels);
        var (x, y) = (NewRow(data), new float[labels]);
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            data.ReadScaled(row, x);
            labelsOf(row, y);
            equations.Add(x, y);
            if ((row - data.Train.First) % ReportEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new TrainProgress(stage, (double)(row - data.Train.First) / data.Train.Count));
            }
        }

        equations.Finish();
        return equations;
    }

    // Squared errors on the validation block, by label and penalty.
    private static double[][] Judge(
        TrainingData data, RowReader labelsOf, float[][][] candidates, CancellationToken cancellationToken)
    {
        var (x, y) = (NewRow(data), new float[candidates[0].Length]);
        double[][] errors = [.. y.Select(_ => new double[candidates.Length])];
        for (var row = data.Validation.First; row < data.Validation.End; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            data.ReadScaled(row, x);
            labelsOf(row, y);
            for (var label = 0; label < y.Length; label++)
            {
                for (var k = 0; k < candidates.Length; k++)
                {
                    var error = y[label] - TensorPrimitives.Dot<float>(x, candidates[k][label]);
                    errors[label][k] += error * error;
                }
            }
        }

        return errors;
    }

    // The last element stays 1: the constant term.
    private static float[] NewRow(TrainingData data)
    {
        var row = new float[data.Matrix.Columns + 1];
        row[^1] = 1;
        return row;
    }
}
