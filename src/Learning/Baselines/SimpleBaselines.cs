using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>Baselines that learn nothing.</summary>
internal static class SimpleBaselines
{
    /// <summary>BQX will be 0.</summary>
    public static ModelForecasts Zero(TrainingData data, RowRange rows) =>
        new() { Model = "zero", Bqx = ForecastUnits.ByTarget(data, rows, (_, _) => 0) };

    /// <summary>Prices are a random walk.</summary>
    public static ModelForecasts Martingale(TrainingData data, RowRange rows) =>
        new() { Model = "martingale", Bqx = ForecastUnits.ByTarget(data, rows, (row, target) => data.Matrix.Martingale(row, target)) };

    /// <summary>BQX will be what it is now.</summary>
    public static ModelForecasts Persistence(TrainingData data, RowRange rows) =>
        new() { Model = "persistence", Bqx = ForecastUnits.ByTarget(data, rows, (row, target) => data.Matrix.Persistence(row, target)) };
}
