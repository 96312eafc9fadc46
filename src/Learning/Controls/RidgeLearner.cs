using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Datasets;
using Bqx.Learning.Linear;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>
/// Ridge regression of the residual of every target on the same features, the penalty of each being the one that does best on the
/// validation block. Unlike the trainer of packages it believes its forecast in full: a control must be able to fail.
/// </summary>
/// <param name="features">Names of the features; empty: all.</param>
public sealed class RidgeLearner(ImmutableArray<string> features) : IControlLearner
{
    // In units of the features' variance, which is 1.
    private static readonly ImmutableArray<double> Penalties = [1e-4, 1e-2, 1, 100, 1e4];

    /// <inheritdoc/>
    public string Name => "ridge";

    /// <inheritdoc/>
    public float[][] Forecast(TrainingData data, CancellationToken cancellationToken)
    {
        var rows = new RowReader(data, features);
        var equations = new NormalEquations(rows.Width, data.Matrix.Targets.Length);
        Visit(data, data.Train, rows, (_, x, y) => equations.Add(x, y), cancellationToken);
        equations.Finish();
        float[][][] candidates = [.. Penalties.Select(penalty => Ridge.SolveAll(equations, penalty).Select(ToSingle).ToArray())];

        var best = Choose(data, rows, candidates, cancellationToken);
        float[][] forecasts = [.. best.Select(_ => new float[data.Test.Count])];
        Visit(data, data.Test, rows, Predict, cancellationToken);
        return forecasts;

        void Predict(int row, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            for (var target = 0; target < best.Length; target++)
            {
                forecasts[target][row - data.Test.First] = TensorPrimitives.Dot(x, best[target]);
            }
        }
    }

    // Weights by target of the penalty with the least error on the validation block.
    private static float[][] Choose(TrainingData data, RowReader rows, float[][][] candidates, CancellationToken cancellationToken)
    {
        var errors = new double[data.Matrix.Targets.Length, candidates.Length];
        Visit(data, data.Validation, rows, Measure, cancellationToken);
        return [.. Enumerable.Range(0, errors.GetLength(0)).Select(target =>
            candidates[Enumerable.Range(0, candidates.Length).MinBy(penalty => errors[target, penalty])][target])];

        void Measure(int row, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            for (var target = 0; target < y.Length; target++)
            {
                for (var penalty = 0; penalty < candidates.Length; penalty++)
                {
                    var error = y[target] - TensorPrimitives.Dot(x, candidates[penalty][target]);
                    errors[target, penalty] += error * error;
                }
            }
        }
    }

    private static void Visit(TrainingData data, RowRange block, RowReader rows, RowAction action, CancellationToken cancellationToken)
    {
        var y = new float[data.Matrix.Targets.Length];
        for (var row = block.First; row < block.End; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var target = 0; target < y.Length; target++)
            {
                y[target] = data.Residual(row, target);
            }

            action(row, rows.Read(row), y);
        }
    }

    private static float[] ToSingle(double[] weights) => Array.ConvertAll(weights, weight => (float)weight);

    private delegate void RowAction(int row, ReadOnlySpan<float> x, ReadOnlySpan<float> y);
}
