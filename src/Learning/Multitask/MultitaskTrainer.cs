using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>
/// Trains the nets of all pairs:
/// <code>
/// 1 anchor of volatility → 2 one net on the rows of all pairs → 3 for each pair: a copy goes on on its own rows → 4 shrink its heads
/// </code>
/// A pair alone has too few rows to find what all have in common. Steps 2 and 3 keep the parameters of the smallest validation loss.
/// </summary>
public sealed class MultitaskTrainer
{
    private const int MaxValidationRows = 60_000;

    private readonly HeadInputs _inputs;
    private readonly MultitaskTrainerOptions _options;
    private readonly string _name;
    private readonly string? _folder;
    private readonly double[] _logFrequencies;
    private readonly MultitaskNetwork _network;
    private readonly ImmutableArray<double> _lossWeights;
    private IReadOnlyDictionary<string, float[]> _pooled = ImmutableDictionary<string, float[]>.Empty;

    private MultitaskTrainer(string name, HeadInputs inputs, MultitaskTrainerOptions options, string? folder)
    {
        (_name, _inputs, _options, _folder) = (name, inputs, options, folder);
        _logFrequencies = ClassFrequencies.Logarithms(inputs.Data);
        var shape = options.SingleTask ? options.Shape.SingleTask() : options.Shape;
        shape = shape with { Features = inputs.Width, InitialLogits = [.. _logFrequencies] };
        (_network, _lossWeights) = (new MultitaskNetwork(shape), shape.LossWeights);
    }

    /// <summary>Loss by epoch of the net of all pairs.</summary>
    public ImmutableArray<EpochReport> PooledCurve { get; private set; }

    /// <summary>Steps 1 and 2.</summary>
    /// <param name="name">Such as <c>multitask</c>: the model's name, and the prefix of its constants and files.</param>
    /// <param name="data">A fold.</param>
    /// <param name="embeddings">Of all rows of the fold, or null for a net without them.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">Where checkpoints are; an interrupted training goes on from them. Null = none.</param>
    /// <param name="progress">Hears of each epoch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static MultitaskTrainer Prepare(
        string name,
        TrainingData data,
        RowEmbeddings? embeddings,
        MultitaskTrainerOptions options,
        string? folder,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken) =>
        Prepare(name, data, embeddings, VolatilityAnchor.Fit(data, cancellationToken), options, folder, progress, cancellationToken);

    /// <summary>Step 2 of another model of the same fold, on the same anchor: the single-task twin, or that with the embeddings of the linear encoder.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="embeddings">Of all rows of the fold, or null for a net without them.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears of each epoch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public MultitaskTrainer PrepareTwin(
        string name,
        RowEmbeddings? embeddings,
        MultitaskTrainerOptions options,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken) =>
        Prepare(name, _inputs.Data, embeddings, _inputs.Anchor, options, _folder, progress, cancellationToken);

    /// <summary>Steps 3 and 4 for one pair.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the pair has no rows in the training block.</exception>
    public FittedHeads Fit(Pair pair, CancellationToken cancellationToken)
    {
        var data = _inputs.Data;
        var validator = Validator(data.RowsOf(data.Validation, pair));
        var outcome = Train(
            pair.Name, RowsOf(data, pair), validator, _pooled, (_options.PairEpochs, _options.PairRate), progress: null, cancellationToken);
        var verdict = validator.Judge(outcome.Best);
        return new FittedHeads(
            pair,
            _inputs.Scaling,
            new AnchoredHeads(_name, _network, outcome.Best.Values, _inputs.Anchor, pair, verdict, _logFrequencies),
            outcome);
    }

    /// <summary>Steps 3 and 4 for several pairs, some side by side.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="progress">Hears of each finished pair, on the thread that trained it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public PairHeads FitAll(IReadOnlyList<Pair> pairs, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var fitted = new FittedHeads[pairs.Count];
        var done = 0;
        SideBySide.Run(fitted.Length, _options.Threads, FitOne, cancellationToken);
        return new PairHeads(_name, _options.SingleTask, [.. fitted]);

        void FitOne(int i)
        {
            fitted[i] = Fit(pairs[i], cancellationToken);
            progress?.Report(new TrainProgress(_name, (double)Interlocked.Increment(ref done) / fitted.Length, pairs[i].Name));
        }
    }

    private static MultitaskTrainer Prepare(
        string name,
        TrainingData data,
        RowEmbeddings? embeddings,
        VolatilityAnchor anchor,
        MultitaskTrainerOptions options,
        string? folder,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var trainer = new MultitaskTrainer(name, new HeadInputs(new FoldInputs(data, embeddings), anchor), options, folder);
        var outcome = trainer.Train(
            "all",
            RowSample.Of(data.Train, options.PooledRows),
            trainer.Validator(RowSample.Of(data.Validation, MaxValidationRows)),
            start: null,
            (options.PooledEpochs, options.PooledRate),
            EpochProgress.Of(progress, name, options.PooledEpochs),
            cancellationToken);
        (trainer._pooled, trainer.PooledCurve) = (outcome.Best.Values, outcome.Curve);
        return trainer;
    }

    private static int[] RowsOf(TrainingData data, Pair pair)
    {
        var rows = data.RowsOf(data.Train, pair);
        return rows.Length > 0 ? rows : throw new FaultException(
            Fault.InvalidInput, $"{pair} has no rows in the training block: take more days, or leave it out.");
    }

    private HeadValidator Validator(int[] rows) => new(_inputs, rows, _lossWeights);

    private TrainingOutcome Train(
        string what,
        int[] rows,
        HeadValidator validator,
        IReadOnlyDictionary<string, float[]>? start,
        (int Epochs, double Rate) plan,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken)
    {
        var checkpoint = NetTraining.Checkpoint(_folder, $"{_name}-{what}");
        var training = NetTraining.Of(_options, plan.Epochs, plan.Rate, threads: 1, checkpoint);
        using var loop = new TrainingLoop(_network, training, new HeadRows(_inputs, rows), validator, start);
        return loop.Run(progress, cancellationToken);
    }
}
