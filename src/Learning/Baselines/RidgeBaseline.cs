using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Datasets;
using Bqx.Learning.Linear;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>
/// Ridge regression of every target's residual and of the volatility on all scaled features, over all pairs: one matrix of second moments
/// serves all. The validation block chooses each penalty, and how much of a residual to believe.
/// </summary>
internal sealed class RidgeBaseline
{
    // In units of the features' variance, which is 1.
    private static readonly ImmutableArray<double> Penalties = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1e6];
    private readonly TrainingData _data;
    private readonly double _meanVolatility;
    private readonly float[][] _weights;
    private readonly double _spread;

    private RidgeBaseline(TrainingData data, double meanVolatility, float[][] weights)
    {
        (_data, _meanVolatility, _weights) = (data, meanVolatility, weights);
        var primary = PrimaryTarget.IndexOf(data);
        _spread = Believing.Spread(data, primary, Apply(data.Validation, weights)[primary]);
    }

    private int Volatility => _weights.Length - 1;

    public static RidgeBaseline Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var scale = VolatilityScale.Fit(data);
        var equations = Accumulate(data, scale.Mean, progress, cancellationToken);
        float[][][] candidates = [.. Penalties.Select(penalty => Ridge.SolveAll(equations, penalty).Select(ToSingle).ToArray())];
        var errors = Judge(data, scale.Mean, candidates, cancellationToken);
        var targets = data.Matrix.Targets.Length;
        float[][] chosen = [.. Enumerable.Range(0, targets + 1).Select(target => candidates[Array.IndexOf(errors[target], errors[target].Min())][target])];

        var forecasts = new RidgeBaseline(data, scale.Mean, chosen).Apply(data.Validation, chosen);
        for (var target = 0; target < targets; target++)
        {
            chosen[target] = Believing.Scale(chosen[target], Believing.Factor(data, target, forecasts[target]));
        }

        return new RidgeBaseline(data, scale.Mean, chosen);
    }

    public StandardForecasts Forecast(RowRange rows)
    {
        var values = Apply(rows, _weights);
        float[] volatilities = Array.ConvertAll(values[Volatility], value => (float)(value + _meanVolatility));
        return new StandardForecasts(values[..Volatility], volatilities, ForecastUnits.GaussianRegime(values[PrimaryTarget.IndexOf(_data)], _spread));
    }

    /// <summary>The primary target's weights as the middle of a serving graph.</summary>
    public LinearHeads Heads()
    {
        var columns = _data.Matrix.Columns;
        double[] residual = Array.ConvertAll(_weights[PrimaryTarget.IndexOf(_data)], weight => (double)weight);
        double[] volatility = Array.ConvertAll(_weights[Volatility], weight => (double)weight);
        return new LinearHeads(residual[..columns], residual[columns], volatility[..columns], volatility[columns] + _meanVolatility, _spread);
    }

    private static NormalEquations Accumulate(
        TrainingData data, double meanVolatility, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        const int ReportEvery = 8192;
        var equations = new NormalEquations(data.Matrix.Columns + 1, data.Matrix.Targets.Length + 1);
        var x = NewRow(data);
        var y = new float[data.Matrix.Targets.Length + 1];
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            data.ReadScaled(row, x);
            Labels(data, row, meanVolatility, y);
            equations.Add(x, y);
            if ((row - data.Train.First) % ReportEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new TrainProgress("ridge", (double)(row - data.Train.First) / data.Train.Count));
            }
        }

        equations.Finish();
        return equations;
    }

    // Squared errors on the validation block, by target and penalty.
    private static double[][] Judge(TrainingData data, double meanVolatility, float[][][] candidates, CancellationToken cancellationToken)
    {
        var y = new float[data.Matrix.Targets.Length + 1];
        double[][] errors = [.. y.Select(_ => new double[candidates.Length])];
        var x = NewRow(data);
        for (var row = data.Validation.First; row < data.Validation.End; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            data.ReadScaled(row, x);
            Labels(data, row, meanVolatility, y);
            for (var target = 0; target < y.Length; target++)
            {
                for (var k = 0; k < candidates.Length; k++)
                {
                    var error = y[target] - TensorPrimitives.Dot<float>(x, candidates[k][target]);
                    errors[target][k] += error * error;
                }
            }
        }

        return errors;
    }

    private static void Labels(TrainingData data, int row, double meanVolatility, Span<float> y)
    {
        for (var target = 0; target < y.Length - 1; target++)
        {
            y[target] = data.Residual(row, target);
        }

        y[^1] = (float)(data.TargetOf(row).Volatility - meanVolatility);
    }

    private static float[] ToSingle(double[] weights) => Array.ConvertAll(weights, weight => (float)weight);

    // The last element stays 1: the constant term.
    private static float[] NewRow(TrainingData data)
    {
        var row = new float[data.Matrix.Columns + 1];
        row[^1] = 1;
        return row;
    }

    private float[][] Apply(RowRange rows, float[][] weights)
    {
        float[][] values = [.. weights.Select(_ => new float[rows.Count])];
        var x = NewRow(_data);
        for (var i = 0; i < rows.Count; i++)
        {
            _data.ReadScaled(rows.First + i, x);
            for (var target = 0; target < weights.Length; target++)
            {
                values[target][i] = TensorPrimitives.Dot<float>(x, weights[target]);
            }
        }

        return values;
    }
}
