using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>Fits the heads of a model on the training block, choosing on the validation block.</summary>
public interface IModelTrainer
{
    /// <summary>Its name on the command line, such as <c>ridge</c>.</summary>
    string Name { get; }

    /// <summary>Fits. The same data and options give the same bits.</summary>
    FittedModel Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken);
}
