using Bqx.Learning.Baselines;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Ensembles;
using Bqx.Learning.Hierarchy;
using Bqx.Learning.Multitask;
using Bqx.Learning.Selection;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Studies;

/// <summary>
/// The fitted models of a fold, each fitted when it is first asked for: a stage whose forecasts are there already needs no model, a package
/// does. Fits take up their checkpoints.
/// </summary>
internal sealed class FoldModels(StudyPlan plan, TrainingData data, string folder, ModelChoices choices, CancellationToken cancellationToken)
{
    private FeatureSelection? _selection;
    private FittedEncoder? _encoder;
    private FittedEncoder? _pca;
    private BaselineSuite? _baselines;
    private FittedHierarchy? _hierarchy;

    // Of the first nets that were trained: the others share its anchor of volatility.
    private MultitaskTrainer? _trainer;
    private readonly Dictionary<string, PairNets> _nets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowEmbeddings> _embeddings = new(StringComparer.Ordinal);

    /// <summary>The fold.</summary>
    public TrainingData Data => data;

    /// <summary>The same fold with other choices; what does not depend on them is kept.</summary>
    public FoldModels With(ModelChoices others)
    {
        var next = new FoldModels(plan, data, folder, others, cancellationToken) { _selection = _selection, _encoder = _encoder, _pca = _pca };
        foreach (var (name, embeddings) in _embeddings)
        {
            next._embeddings[name] = embeddings;
        }

        return next;
    }

    /// <summary>Weights of the experts; set by the stage that fits them.</summary>
    public ForecastEnsemble? Ensemble { get; set; }

    public FeatureSelection Selection(IProgress<TrainProgress>? progress) => _selection ??= FeatureSelector.Select(
        data, new SelectionOptions { Seed = plan.Seed }, progress, cancellationToken);

    public FittedEncoder Encoder(IProgress<TrainProgress>? progress) => _encoder ??= AutoencoderTrainer.Fit(
        data,
        new AutoencoderTrainerOptions { Epochs = plan.Effort.EncoderEpochs, Seed = plan.Seed, Threads = plan.Threads },
        Path.Combine(folder, "autoencoder.checkpoint"),
        progress,
        cancellationToken);

    public FittedEncoder Pca() => _pca ??= PcaTrainer.Fit(data, cancellationToken);

    /// <summary>Embeddings of all rows of the fold.</summary>
    public RowEmbeddings Embeddings(FittedEncoder encoder)
    {
        if (!_embeddings.TryGetValue(encoder.Name, out var embeddings))
        {
            var rows = data.Matrix.RowsIn(new Learning.Splits.MinuteRange(data.Split.Train.First, data.Split.Test.Last));
            _embeddings[encoder.Name] = embeddings = encoder.Encode(data, rows, plan.Threads, cancellationToken);
        }

        return embeddings;
    }

    /// <summary>The nets of all pairs of the plan.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="progress">Hears how far it is.</param>
    public PairNets Nets(NetKind kind, IProgress<TrainProgress>? progress)
    {
        if (!_nets.TryGetValue(kind.Name, out var nets))
        {
            var embeddings = Embeddings(kind.UsesPca ? Pca() : Encoder(progress));
            var options = choices.Nets with { SingleTask = kind.IsSingleTask };
            var trainer = _trainer?.PrepareTwin(kind.Name, embeddings, options, progress, cancellationToken)
                ?? MultitaskTrainer.Prepare(kind.Name, data, embeddings, options, folder, progress, cancellationToken);
            _trainer ??= trainer;
            _nets[kind.Name] = nets = new PairNets(trainer.FitAll(plan.PairList, progress, cancellationToken), embeddings, trainer.PooledCurve);
        }

        return nets;
    }

    public BaselineSuite Baselines(IProgress<TrainProgress>? progress) => _baselines ??= BaselineSuite.Fit(
        data, Selection(progress), new BaselineOptions { Boosting = choices.Boosting, Forest = choices.Forest }, progress, cancellationToken);

    public FittedHierarchy Hierarchy(IProgress<TrainProgress>? progress) => _hierarchy ??= HierarchicalTrainer.Fit(
        data, Embeddings(Encoder(progress)), choices.Hierarchy, folder, progress, cancellationToken);
}
