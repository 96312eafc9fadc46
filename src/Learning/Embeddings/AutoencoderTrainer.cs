using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>Trains one autoencoder for all pairs on the training block, stopping by the validation block.</summary>
public static class AutoencoderTrainer
{
    private const int ValidationShare = 4;

    /// <summary>Trains. The same data, options and number of threads give the same bits, interrupted or not.</summary>
    /// <param name="data">A fold.</param>
    /// <param name="options">How.</param>
    /// <param name="checkpoint">File to take the training up from and save it to; null = none.</param>
    /// <param name="progress">Hears of each epoch.</param>
    /// <param name="cancellationToken">Stops it; the checkpoint holds how far it came.</param>
    public static FittedEncoder Fit(
        TrainingData data,
        AutoencoderTrainerOptions options,
        string? checkpoint,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var shape = options.Shape with { Features = data.Matrix.Columns };
        var training = NetTraining.Of(options, options.Epochs, options.LearningRate, options.Threads, checkpoint);
        var rows = new ScaledRows(data, RowSample.Of(data.Train, options.MaxRows), AutoencoderNetwork.Features);
        var held = new ScaledRows(data, RowSample.Of(data.Validation, options.MaxRows / ValidationShare), AutoencoderNetwork.Features);
        using var loop = new TrainingLoop(
            new AutoencoderNetwork(shape), training, rows, new LossValidator(held, training.Runtime));
        var outcome = loop.Run(EpochProgress.Of(progress, "autoencoder", options.Epochs), cancellationToken);
        return new FittedEncoder(
            "autoencoder", data.Scaling, new AutoencoderModel(shape, outcome.Best.Values), outcome.BestEpoch, outcome.Curve);
    }
}
