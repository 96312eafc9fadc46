using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>A learner small enough to be run on every control.</summary>
public interface IControlLearner
{
    /// <summary>Its name, such as <c>ridge</c>.</summary>
    string Name { get; }

    /// <summary>Fits on the training block, chooses on the validation block and forecasts the test block.</summary>
    /// <returns>Forecasts of the standardised residual u, by target of the matrix and row of the test block.</returns>
    float[][] Forecast(TrainingData data, CancellationToken cancellationToken);
}
