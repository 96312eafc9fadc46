using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>
/// <see cref="RidgeRegression"/> of every target's residual and of the volatility. The validation block says how much of a residual to
/// believe.
/// </summary>
internal sealed class RidgeBaseline
{
    private readonly TrainingData _data;
    private readonly double _meanVolatility;
    private readonly float[][] _weights;
    private readonly double _spread;

    private RidgeBaseline(TrainingData data, double meanVolatility, float[][] weights)
    {
        (_data, _meanVolatility, _weights) = (data, meanVolatility, weights);
        var primary = PrimaryTarget.IndexOf(data);
        _spread = Believing.Spread(data, primary, RidgeRegression.Predict(data, data.Validation, weights)[primary]);
    }

    private int Volatility => _weights.Length - 1;

    public static RidgeBaseline Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var (targets, meanVolatility) = (data.Matrix.Targets.Length, VolatilityScale.Fit(data).Mean);
        var fitted = RidgeRegression.Fit(data, targets + 1, Labels, "ridge", progress, cancellationToken);
        float[][] weights = [.. fitted.Select(label => RidgeRegression.ToSingle(label.Weights))];
        var forecasts = RidgeRegression.Predict(data, data.Validation, weights);
        for (var target = 0; target < targets; target++)
        {
            weights[target] = Believing.Scale(weights[target], Believing.Factor(data, target, forecasts[target]));
        }

        return new RidgeBaseline(data, meanVolatility, weights);

        void Labels(int row, Span<float> y)
        {
            for (var target = 0; target < targets; target++)
            {
                y[target] = data.Residual(row, target);
            }

            y[targets] = (float)(data.TargetOf(row).Volatility - meanVolatility);
        }
    }

    public StandardForecasts Forecast(RowRange rows)
    {
        var values = RidgeRegression.Predict(_data, rows, _weights);
        float[] volatilities = Array.ConvertAll(values[Volatility], value => (float)(value + _meanVolatility));
        var regime = ForecastUnits.GaussianRegime(values[PrimaryTarget.IndexOf(_data)], _spread);
        return new StandardForecasts(values[..Volatility], volatilities, regime);
    }

    /// <summary>The primary target's weights as the middle of a serving graph.</summary>
    public LinearHeads Heads()
    {
        var columns = _data.Matrix.Columns;
        double[] residual = Array.ConvertAll(_weights[PrimaryTarget.IndexOf(_data)], weight => (double)weight);
        double[] volatility = Array.ConvertAll(_weights[Volatility], weight => (double)weight);
        return new LinearHeads(
            residual[..columns], residual[columns], volatility[..columns], volatility[columns] + _meanVolatility, _spread);
    }
}
