using System.Collections.Immutable;
using System.Globalization;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Ensembles;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Inspection;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Training;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Studies;

/// <summary>
/// The stages of a fold, in this order; each forecasts the blocks that it was not fitted on and leaves a file:
/// <code>
/// encoders → nets, their single-task and PCA twins → selection, baselines → hierarchical model → ensemble
/// </code>
/// </summary>
internal sealed class FoldStudy
{
    private static readonly ImmutableArray<string> Experts = ["multitask", "hierarchical", "xgboost", "ridge"];

    private readonly StudyPlan _plan;
    private readonly int _index;
    private readonly StageRunner _stages;
    private readonly bool _isLast;
    private readonly FoldBlocks _blocks;
    private readonly List<StageResult> _results = [];
    private readonly CancellationToken _cancellation;

    public FoldStudy(
        StudyPlan plan,
        int index,
        TrainingData data,
        FoldModels models,
        StageRunner stages,
        CancellationToken cancellationToken)
    {
        (_plan, _index, Models, _stages, _cancellation) = (plan, index, models, stages, cancellationToken);
        _isLast = index >= plan.Folds.Length - 1;
        _blocks = new FoldBlocks(data, plan);
    }

    /// <summary>What is fitted.</summary>
    public FoldModels Models { get; }

    private bool Needs(params ReadOnlySpan<StudyKind> kinds) => _plan.Kind == StudyKind.All || kinds.Contains(_plan.Kind);

    /// <summary>Runs the stages that the plan's kind needs.</summary>
    public async Task<FoldOutcome> RunAsync()
    {
        if (Needs(StudyKind.Autoencoder, StudyKind.Multitask, StudyKind.Hierarchical, StudyKind.Ensemble))
        {
            await StageAsync("encoders", EncodersAsync);
        }

        if (Needs(StudyKind.Multitask, StudyKind.Ensemble))
        {
            await StageAsync(NetKind.Multitask.Name, progress => NetsAsync(NetKind.Multitask, progress));
        }

        if (Needs(StudyKind.Multitask))
        {
            await StageAsync(NetKind.SingleTask.Name, progress => NetsAsync(NetKind.SingleTask, progress));
            await StageAsync(NetKind.MultitaskPca.Name, progress => NetsAsync(NetKind.MultitaskPca, progress));
        }

        await StageAsync("baselines", BaselinesAsync);
        if (Needs(StudyKind.Hierarchical, StudyKind.Ensemble))
        {
            await StageAsync("hierarchical", HierarchyAsync);
        }

        if (Needs(StudyKind.Ensemble))
        {
            Models.Ensemble = ForecastEnsemble.Fit(
                _blocks.Validation.Rows, ExpertsOf(blocks => blocks.Validation), new EnsembleOptions());
            await StageAsync("ensemble", EnsembleAsync);
        }

        return new FoldOutcome(
            _index,
            _blocks,
            [.. _results.SelectMany(result => result.Forecasts.Test)],
            _results.Aggregate(new StageNotes(), (all, result) => all.With(result.Notes)));
    }

    private async Task StageAsync(string name, Func<IProgress<double>, Task<(StageResult Value, string Outcome)>> body) => _results.Add(
        await _stages.ForecastAsync($"fold {_index + 1} {name}", $"fold{_index + 1}/{name}.stage", body, _cancellation));

    private Task<(StageResult Value, string Outcome)> EncodersAsync(IProgress<double> progress)
    {
        var encoder = Models.Encoder(Fractions.Of(progress));
        var pca = Models.Pca();
        var (data, threads) = (_blocks.Data, _plan.Threads);
        ImmutableArray<Reconstruction> reconstructions =
        [
            .. new[] { encoder, pca }.Select(one =>
                new Reconstruction(one.Name, _index, one.Explained(data, data.Test, threads, _cancellation))),
        ];
        return Done(
            new BlockForecasts([], [], []),
            new StageNotes
            {
                Reconstructions = reconstructions,
                Curves = [CurveOf(encoder.Name, "*", encoder.Curve, encoder.BestEpoch)],
                Embedding = MapOf(Models.Embeddings(encoder).Slice(data.Test)),
            },
            $"variance explained on the test block: {reconstructions[0].Explained:P2}, by PCA {reconstructions[1].Explained:P2}");
    }

    private Task<(StageResult Value, string Outcome)> NetsAsync(NetKind kind, IProgress<double> progress)
    {
        var data = _blocks.Data;
        var nets = Models.Nets(kind, Fractions.Of(progress));
        var calibrated = nets.Heads.Calibrate(data, nets.Embeddings, Calibrator.Level, _plan.Threads, _cancellation);
        var forecasts = _blocks.Forecast(block => [calibrated.Of(block.Range)]);
        var curves = nets.Heads.Heads.Select(heads => CurveOf(kind.Name, heads.Pair.Name, heads.Curve, heads.BestEpoch));
        return Done(
            forecasts,
            new StageNotes
            {
                Curves = [CurveOf(kind.Name, "*", nets.PooledCurve, 0), .. curves],
                Inspection = kind == NetKind.Multitask && _isLast ? Inspect(nets) : null,
            },
            $"{nets.Heads.Heads.Length} pairs; of the BQX forecasts {nets.Heads.Heads.Average(heads => heads.Believed):P0} is believed on average");
    }

    private Task<(StageResult Value, string Outcome)> BaselinesAsync(IProgress<double> progress)
    {
        var baselines = Models.Baselines(Fractions.Of(progress));
        var names = _blocks.Data.Matrix.Schema.Names;
        var forecasts = _blocks.Forecast(block => baselines.Forecast(block.Range));
        var clusters = Models.Selection(null).Clusters;
        return Done(
            forecasts,
            new StageNotes
            {
                Importances = [.. clusters.Take(50).Select(cluster => new Importance(
                    names[cluster.Representative], [.. cluster.Members.Select(member => names[member])], cluster.Importance, cluster.Error))],
            },
            $"{forecasts.Test.Length} models; {clusters.Length} clusters of features, first {names[clusters[0].Representative]}");
    }

    private Task<(StageResult Value, string Outcome)> HierarchyAsync(IProgress<double> progress)
    {
        var hierarchy = Models.Hierarchy(Fractions.Of(progress));
        var calibrated = hierarchy.Calibrate(Calibrator.Level, _plan.Threads, _cancellation);
        var forecasts = _blocks.Forecast(block => [calibrated.Of(block.Range)]);
        return Done(
            forecasts,
            new StageNotes { Curves = [CurveOf("hierarchical", "*", hierarchy.Curve, hierarchy.BestEpoch)] },
            $"of the forecasts {hierarchy.Believed.Average():P0} is believed on average");
    }

    private Task<(StageResult Value, string Outcome)> EnsembleAsync(IProgress<double> progress)
    {
        var ensemble = Models.Ensemble!;
        var calibration = ensemble.Combine(_blocks.Calibration.Rows, ExpertsOf(blocks => blocks.Calibration));
        var intervals = ConformalIntervals.Fit(_blocks.Calibration.Rows, calibration);
        var target = _blocks.Data.Target;
        return Done(
            new BlockForecasts(
                [Of(_blocks.Validation, blocks => blocks.Validation)],
                [Of(_blocks.Calibration, blocks => blocks.Calibration)],
                [Of(_blocks.Test, blocks => blocks.Test)]),
            new StageNotes
            {
                Weights =
                [
                    .. from pair in _plan.PairList
                       let weights = ensemble.WeightsOf(pair, target)
                       let martingale = new ExpertWeights("martingale", 1 - weights.Sum(weight => weight.Residual), 0, 0)
                       from weight in weights.Append(martingale)
                       select new ExpertWeight(pair.Name, target.ToString(), weight.Model, weight.Residual),
                ],
            },
            $"martingale's weight {_plan.PairList.Average(pair => 1 - ensemble.WeightsOf(pair, target).Sum(weight => weight.Residual)):P0} on average");

        ModelForecasts Of(FoldBlock block, Func<BlockForecasts, ImmutableArray<ModelForecasts>> of) =>
            intervals.Apply(block.Rows, ensemble.Combine(block.Rows, ExpertsOf(of)));
    }

    private ImmutableArray<ModelForecasts> ExpertsOf(Func<BlockForecasts, ImmutableArray<ModelForecasts>> block)
    {
        var all = _results.SelectMany(result => block(result.Forecasts)).ToDictionary(model => model.Model, StringComparer.Ordinal);
        return [.. Experts.Where(all.ContainsKey).Select(name => all[name])];
    }

    private NetInspection Inspect(PairNets nets) => NetInspector.Run(
        nets.Heads,
        _blocks.Data,
        nets.Embeddings,
        _blocks.Data.Calibration,
        new NetInspectionOptions { Seed = _plan.Seed, Threads = _plan.Threads },
        _cancellation);

    private EmbeddingMap MapOf(RowEmbeddings embeddings)
    {
        var data = _blocks.Data;
        var found = EmbeddingAnalyzer.Run(
            embeddings.Points,
            (point, features) => data.ReadScaled(embeddings.Rows.First + point, features),
            data.Matrix.Schema.Names,
            new EmbeddingAnalysisOptions { Seed = _plan.Seed });
        return new EmbeddingMap(
            found.X,
            found.Y,
            found.Cluster,
            [.. found.Rows.Select(point => data.Matrix[embeddings.Rows.First + point].Pair.Name)],
            found.Silhouette,
            [.. found.Correlations.Select(one => new EmbeddingCorrelation(one.Dimension, one.Feature, one.Correlation))]);
    }

    private LossCurve CurveOf(string model, string pair, ImmutableArray<EpochReport> epochs, int best) => new(
        model,
        _index,
        pair,
        [.. epochs.Select(epoch => (double)epoch.TrainLoss)],
        [.. epochs.Select(epoch => (double)epoch.ValidationLoss)],
        best);

    private static Task<(StageResult Value, string Outcome)> Done(BlockForecasts forecasts, StageNotes notes, FormattableString outcome) =>
        Task.FromResult((new StageResult(forecasts, notes), outcome.ToString(CultureInfo.InvariantCulture)));
}
