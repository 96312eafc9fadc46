using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Ridge regression of the residual and of the volatility on the scaled features. The validation block also says how much of the
/// BQX forecast to believe: nothing gives the martingale itself.
/// </summary>
public sealed class RidgeTrainer : IModelTrainer
{
    /// <inheritdoc/>
    public string Name => "ridge";

    /// <inheritdoc/>
    public FittedModel Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var meanVolatility = VolatilityScale.Fit(data).Mean;
        var fitted = RidgeRegression.Fit(data, 2, Labels, "fit", progress, cancellationToken);
        var ((residual, residualPenalty), (volatility, volatilityPenalty)) = (fitted[0], fitted[1]);

        var columns = data.Matrix.Columns;
        var believed = Believed(data, residual);
        double[] weights = Array.ConvertAll(residual, weight => weight * believed);
        var heads = new LinearHeads(
            weights[..columns], weights[columns], volatility[..columns], volatility[columns] + meanVolatility, Spread(data, weights));
        return new FittedModel(
            heads,
            [
                $"penalty of BQX {residualPenalty:0.###}",
                $"penalty of log RV {volatilityPenalty:0.###}",
                $"{believed:P0} of the BQX forecast believed",
            ]);

        void Labels(int row, Span<float> y)
        {
            var target = data.TargetOf(row);
            (y[0], y[1]) = (target.Residual, (float)(target.Volatility - meanVolatility));
        }
    }

    private static double Believed(TrainingData data, double[] weights)
    {
        var shrinkage = new Shrinkage(data.Dataset.Options);
        foreach (var (i, forecast) in Forecast(data, weights).Index())
        {
            var row = data.Validation.First + i;
            shrinkage.Add(data.Matrix[row].Number, data.TargetOf(row).Residual, forecast);
        }

        return shrinkage.Factor();
    }

    // Standard deviation of z around its forecast on the validation block; z = −u where the martingale is 0.
    private static double Spread(TrainingData data, double[] weights)
    {
        var sum = 0.0;
        foreach (var (i, forecast) in Forecast(data, weights).Index())
        {
            var error = data.TargetOf(data.Validation.First + i).Residual - forecast;
            sum += error * error;
        }

        return Math.Max(0.1, Math.Sqrt(sum / data.Validation.Count));
    }

    private static float[] Forecast(TrainingData data, double[] weights) =>
        RidgeRegression.Predict(data, data.Validation, [RidgeRegression.ToSingle(weights)])[0];
}
