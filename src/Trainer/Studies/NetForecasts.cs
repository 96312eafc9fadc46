using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Studies;

/// <summary>Forecasts of nets with conformal intervals from the calibration block.</summary>
internal static class NetForecasts
{
    /// <summary>Outputs of a pair's nets as forecasts of the primary target.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="data">The fold.</param>
    /// <param name="outputs">One a row.</param>
    /// <param name="bqxAlone">Whether volatility and regime are not the model's own.</param>
    public static ModelForecasts Of(string model, TrainingData data, ModelOutput[] outputs, bool bqxAlone)
    {
        var forecasts = new ModelForecasts
        {
            Model = model,
            Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(data.Target, Array.ConvertAll(outputs, output => output.Bqx)),
        };
        return bqxAlone ? forecasts : forecasts with
        {
            LogRv = Array.ConvertAll(outputs, output => output.LogRv),
            Regime = [.. outputs.SelectMany(output => Enumerable.Range(0, RegimeProbabilities.Count).Select(k => output.Regime[k]))],
        };
    }

    /// <summary>The three blocks, with intervals.</summary>
    public static BlockForecasts WithIntervals(FoldBlocks blocks, Func<RowRange, ModelForecasts> forecast)
    {
        var data = blocks.Data;
        var calibration = forecast(data.Calibration);
        var bqx = calibration.Bqx.ToDictionary(entry => entry.Key, entry => PairIntervals.OfBqx(
            data, data.Calibration, data.Matrix.Targets.IndexOf(entry.Key), entry.Value, Calibrator.Level));
        var logRv = calibration.LogRv is { } values ? PairIntervals.OfLogRv(data, data.Calibration, values, Calibrator.Level) : null;
        return blocks.Forecast(block => [(block.Range == data.Calibration ? calibration : forecast(block.Range)) with
        {
            BqxHalfWidth = bqx.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.HalfWidths(data, block.Range)),
            LogRvHalfWidth = logRv?.HalfWidths(data, block.Range),
        }]);
    }
}
