using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class CalibratedForecastsTests
{
    [Fact]
    public void Of_EveryBlock_AsksTheModelOnceForEach_AndHasTheIntervalsOfTheCalibrationBlock()
    {
        var data = PlantedRows.Build(0);
        var asked = new List<RowRange>();
        var calibrated = new CalibratedForecasts(data, 0.9, rows =>
        {
            asked.Add(rows);
            return Martingale(data, rows);
        });

        RowRange[] blocks = [data.Validation, data.Calibration, data.Test];
        var forecasts = blocks.Select(calibrated.Of).ToList();

        asked.ShouldBe([data.Calibration, data.Validation, data.Test]);
        var intervals = ConformalIntervals.Fit(
            JudgedRows.Of(data, data.Calibration, 0.9), Martingale(data, data.Calibration));
        foreach (var (block, forecast) in blocks.Zip(forecasts))
        {
            var expected = intervals.Apply(JudgedRows.Of(data, block, 0.9), Martingale(data, block));
            forecast.Bqx[Target.Primary].ShouldBe(expected.Bqx[Target.Primary]);
            forecast.BqxHalfWidth[Target.Primary].ShouldBe(expected.BqxHalfWidth[Target.Primary]);
        }
    }

    private static ModelForecasts Martingale(TrainingData data, RowRange rows) => new()
    {
        Model = "martingale",
        Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(
            data.Target, [.. Enumerable.Range(rows.First, rows.Count).Select(row => data.Matrix.Martingale(row, 0))]),
    };
}
