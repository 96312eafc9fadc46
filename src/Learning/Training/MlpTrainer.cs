using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Schedules;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>
/// Trains the perceptron by mini-batches on ONNX Runtime, keeps the parameters of the best validation loss, and shrinks the BQX head
/// as far towards the martingale as the validation block asks for.
/// </summary>
public sealed class MlpTrainer(MlpOptions options) : IModelTrainer
{
    /// <inheritdoc/>
    public string Name => "mlp";

    /// <inheritdoc/>
    public FittedModel Fit(TrainingData data, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var scale = VolatilityScale.Fit(data);
        var validation = new ShrunkValidation(data, scale);
        using var loop = new TrainingLoop(Shape(data), Plan(), new MultitaskSource(data, data.Train, scale), validation);
        var outcome = loop.Run(progress is null ? null : new Relay(progress, options.MaxEpochs), cancellationToken);

        var best = validation.Judge(outcome.Best);
        var values = new Dictionary<string, float[]>(outcome.Best.Values, StringComparer.Ordinal);
        Rescale(values, MultitaskNetwork.Bqx, best.Shrinkage, 0);
        Rescale(values, MultitaskNetwork.LogRv, scale.Deviation, scale.Mean);
        return new FittedModel(
            new NetworkHeads(outcome.Best with { Values = values }),
            [$"{outcome.Curve.Length} epochs", $"validation loss {best.Loss:0.0000}", $"{best.Shrinkage:P0} of the BQX forecast believed"]);
    }

    private MultitaskNetwork Shape(TrainingData data) => new(new MultitaskOptions
    {
        Features = data.Matrix.Columns,
        Hidden = options.Hidden,
        Dropout = 0,
        Normalise = false,
        BqxHidden = 0,
        LogRvHidden = 0,
        RegimeHidden = 0,
        InitialLogits = LogFrequencies(data),
    });

    private TrainingOptions Plan() => new()
    {
        Batch = options.Batch,
        MaxEpochs = options.MaxEpochs,
        Patience = options.Patience,
        Optimizer = new AdamOptions { WeightDecay = options.WeightDecay },
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Plateau, LearningRate = options.LearningRate },
        Seed = options.Seed,
    };

    // One of each class is added, so that no logarithm is of 0.
    private static ImmutableArray<double> LogFrequencies(TrainingData data)
    {
        var counts = Enumerable.Repeat(1.0, RegimeProbabilities.Count).ToArray();
        for (var row = data.Train.First; row < data.Train.End; row++)
        {
            counts[data.TargetOf(row).Class]++;
        }

        var total = counts.Sum();
        return [.. counts.Select(count => Math.Log(count / total))];
    }

    // Makes a linear head answer factor·y + offset instead of y.
    private static void Rescale(Dictionary<string, float[]> values, string head, double factor, double offset)
    {
        var layer = MultitaskNetwork.LastLayer(head);
        var (weight, bias) = (layer + "_weight", layer + "_bias");
        values[weight] = Array.ConvertAll(values[weight], value => (float)(value * factor));
        values[bias] = Array.ConvertAll(values[bias], value => (float)((value * factor) + offset));
    }

    private sealed class Relay(IProgress<TrainProgress> progress, int epochs) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => progress.Report(
            new TrainProgress("fit", (double)value.Epoch / epochs, $"epoch {value.Epoch}, validation loss {value.ValidationLoss:0.0000}"));
    }
}
