using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Training;

/// <summary>Forecasts of a fitted model with intervals from the calibration block, which the model forecasts once.</summary>
public sealed class CalibratedForecasts
{
    private readonly TrainingData _data;
    private readonly double _level;
    private readonly Func<RowRange, ModelForecasts> _forecast;
    private readonly ModelForecasts _calibration;
    private readonly ConformalIntervals _intervals;

    /// <param name="data">The fold that the model was fitted on.</param>
    /// <param name="level">Nominal coverage of the intervals, such as 0.9.</param>
    /// <param name="forecast">What the model says of consecutive rows.</param>
    public CalibratedForecasts(TrainingData data, double level, Func<RowRange, ModelForecasts> forecast)
    {
        (_data, _level, _forecast) = (data, level, forecast);
        _calibration = forecast(data.Calibration);
        _intervals = ConformalIntervals.Fit(JudgedRows.Of(data, data.Calibration, level), _calibration);
    }

    /// <summary>What the model says of consecutive rows, as a judge takes it.</summary>
    /// <param name="rows">Rows of the fold, such as the test block.</param>
    public ModelForecasts Of(RowRange rows) => _intervals.Apply(
        JudgedRows.Of(_data, rows, _level), rows == _data.Calibration ? _calibration : _forecast(rows));
}
