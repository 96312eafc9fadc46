using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Linear;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Ridge regression of the residual and of the volatility on the scaled features; the penalty of each is the one that does best on
/// the validation block, which also says how much of the BQX forecast to believe: nothing gives the martingale itself.
/// </summary>
public sealed class RidgeTrainer : IModelTrainer
{
    // In units of the features' variance, which is 1.
    private static readonly ImmutableArray<double> Penalties = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1e6];

    /// <inheritdoc/>
    public string Name => "ridge";

    /// <inheritdoc/>
    public FittedModel Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var meanVolatility = MeanVolatility(data);
        var equations = Accumulate(data, meanVolatility, progress, cancellationToken);
        var residual = Choose(data, equations, 0, target => target.Residual);
        var volatility = Choose(data, equations, 1, target => target.Volatility - meanVolatility);

        var columns = data.Matrix.Columns;
        var believed = Believed(data, residual.Weights);
        double[] weights = Array.ConvertAll(residual.Weights, weight => weight * believed);
        var heads = new LinearHeads(
            weights[..columns],
            weights[columns],
            volatility.Weights[..columns],
            volatility.Weights[columns] + meanVolatility,
            Spread(data, weights));
        return new FittedModel(
            heads,
            [$"penalty of BQX {residual.Penalty:0.###}", $"penalty of log RV {volatility.Penalty:0.###}", $"{believed:P0} of the BQX forecast believed"]);
    }

    private static double MeanVolatility(TrainingData data)
    {
        var sum = 0.0;
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            sum += data.TargetOf(row).Volatility;
        }

        return sum / data.Train.Count;
    }

    private static NormalEquations Accumulate(
        TrainingData data, double meanVolatility, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        const int ReportEvery = 8192;
        var equations = new NormalEquations(data.Matrix.Columns + 1, 2);
        var x = NewRow(data);
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            data.ReadScaled(row, x);
            var target = data.TargetOf(row);
            equations.Add(x, [target.Residual, (float)(target.Volatility - meanVolatility)]);
            if ((row - data.Train.First) % ReportEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new TrainProgress("fit", (double)(row - data.Train.First) / data.Train.Count));
            }
        }

        equations.Finish();
        return equations;
    }

    private static (double[] Weights, double Penalty) Choose(
        TrainingData data, NormalEquations equations, int column, Func<StandardTarget, double> targetOf)
    {
        double[][] weights = [.. Penalties.Select(penalty => Ridge.Solve(equations, column, penalty))];
        float[][] single = [.. weights.Select(row => Array.ConvertAll(row, weight => (float)weight))];
        var errors = new double[Penalties.Length];
        var x = NewRow(data);
        for (var row = data.Validation.First; row < data.Validation.End; row++)
        {
            data.ReadScaled(row, x);
            var target = targetOf(data.TargetOf(row));
            for (var k = 0; k < errors.Length; k++)
            {
                var error = target - TensorPrimitives.Dot<float>(x, single[k]);
                errors[k] += error * error;
            }
        }

        var best = Array.IndexOf(errors, errors.Min());
        return (weights[best], Penalties[best]);
    }

    private static double Believed(TrainingData data, double[] weights)
    {
        var single = Array.ConvertAll(weights, weight => (float)weight);
        var shrinkage = new Shrinkage(data.Dataset.Options);
        var x = NewRow(data);
        for (var row = data.Validation.First; row < data.Validation.End; row++)
        {
            data.ReadScaled(row, x);
            shrinkage.Add(data.Matrix[row].Number, data.TargetOf(row).Residual, TensorPrimitives.Dot<float>(x, single));
        }

        return shrinkage.Factor();
    }

    // Standard deviation of z around its forecast on the validation block; z = −u where the martingale is 0.
    private static double Spread(TrainingData data, double[] weights)
    {
        var single = Array.ConvertAll(weights, weight => (float)weight);
        var x = NewRow(data);
        var sum = 0.0;
        for (var row = data.Validation.First; row < data.Validation.End; row++)
        {
            data.ReadScaled(row, x);
            var error = data.TargetOf(row).Residual - TensorPrimitives.Dot<float>(x, single);
            sum += error * error;
        }

        return Math.Max(0.1, Math.Sqrt(sum / data.Validation.Count));
    }

    // The last element stays 1: the constant term.
    private static float[] NewRow(TrainingData data)
    {
        var row = new float[data.Matrix.Columns + 1];
        row[^1] = 1;
        return row;
    }
}
