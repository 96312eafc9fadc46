using Bqx.Learning.Controls;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Controls;

/// <summary>Forecasts what a function of the data says.</summary>
internal sealed class FixedLearner(Func<TrainingData, int, int, float> forecast) : IControlLearner
{
    public string Name => "fixed";

    public float[][] Forecast(TrainingData data, CancellationToken cancellationToken) =>
    [
        .. Enumerable.Range(0, data.Matrix.Targets.Length).Select(target =>
            Enumerable.Range(data.Test.First, data.Test.Count).Select(row => forecast(data, row, target)).ToArray()),
    ];
}
