using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Ensembles;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Makes packages of what the last fold has judged: its encoder, for each pair the weighted experts in one graph, and the bundle of both.
/// The same plan, bars and code give the same bytes.
/// </summary>
internal sealed class StudyPackages
{
    private readonly StudyPlan _plan;
    private readonly FoldModels _models;
    private readonly FoldOutcome _fold;
    private readonly Judgement _judgement;
    private readonly ImmutableArray<ModelControl> _controls;
    private readonly int _version;

    /// <param name="plan">The plan.</param>
    /// <param name="models">Models of the last fold, their ensemble included.</param>
    /// <param name="fold">That fold.</param>
    /// <param name="checks">The controls of the run.</param>
    /// <param name="version">Version of all packages.</param>
    public StudyPackages(StudyPlan plan, FoldModels models, FoldOutcome fold, IEnumerable<RunCheck> checks, int version)
    {
        (_plan, _models, _fold, _version) = (plan, models, fold, version);
        _controls = [.. checks.Select(check => new ModelControl($"{check.Kind}: {check.Name}", check.Passed, $"expected {check.Expected}, observed {check.Observed}"))];
        _judgement = Judge.Run(fold.Blocks.Test.Rows, [Ensemble, Named("har"), Named("climatology")]);
    }

    private TrainingData Data => _models.Data;

    private ModelForecasts Ensemble => Named("ensemble");

    /// <summary>The packages in the order in which they are published; the bundle last, where every pair has a head.</summary>
    public ImmutableArray<PackageContent> Build(IProgress<double> progress, CancellationToken cancellationToken)
    {
        var packages = ImmutableArray.CreateBuilder<PackageContent>();
        var encoder = BuildEncoder();
        packages.Add(encoder);
        foreach (var pair in _plan.PairList)
        {
            cancellationToken.ThrowIfCancellationRequested();
            packages.Add(BuildHead(pair, encoder));
            progress.Report((double)packages.Count / (_plan.Pairs.Length + 2));
        }

        if (_plan.Pairs.Length == Pair.Count)
        {
            packages.Add(BundlePackage.Build(new BundleDraft
            {
                Id = new ModelId(_plan.Name, _version),
                Metrics = MetricsOf(Metrics.All),
                Lineage = Lineage(),
                Controls = _controls,
                Run = _plan.Digest,
                Encoder = encoder,
                Heads = [.. packages.Skip(1)],
                Losses = LossSeriesBuilder.Run(_fold.Blocks.Test.Rows, Data.Target, Ensemble.Bqx[Data.Target]).Write(),
            }));
        }

        return packages.ToImmutable();
    }

    private PackageContent BuildEncoder()
    {
        var encoder = _models.Encoder(null);
        return EncoderPackage.Build(new EncoderDraft
        {
            Id = new ModelId($"{_plan.Name}-encoder", _version),
            Metrics =
            [
                .. from explained in _fold.Notes.Reconstructions
                   where explained.Encoder == encoder.Name
                   let linear = _fold.Notes.Reconstructions.First(other => other.Encoder != encoder.Name)
                   select new ModelMetric("variance_explained", "test", explained.Explained, null, linear.Encoder, linear.Explained),
            ],
            Lineage = Lineage(),
            Controls = _controls,
            Run = _plan.Digest,
            Schema = Data.Matrix.Schema,
            Graph = Data.Matrix.Graphs[Data.Graph],
            ProbeRows = ProbeSample.Of(Data, Data.Test),
            Splits = Data.Describe(),
            Features = FeatureStatistics.Distributions(Data.Matrix, Data.Train, Data.Graph),
            Scaling = encoder.Scaling,
            Encoder = encoder.Model,
        });
    }

    private PackageContent BuildHead(Pair pair, PackageContent encoder)
    {
        var nets = _models.Nets(NetKind.Multitask, null).Heads.Heads;
        return HeadPackage.Build(new HeadDraft
        {
            Id = new ModelId($"{_plan.Name}-{pair.Name.ToLowerInvariant()}", _version),
            Metrics = MetricsOf($"pair:{pair.Name}"),
            Lineage = Lineage(),
            Controls = _controls,
            Run = _plan.Digest,
            Schema = Data.Matrix.Schema,
            Graph = Data.Matrix.Graphs[Data.Graph],
            ProbeRows = ProbeSample.Of(Data, Data.RowsOf(Data.Test, pair)),
            Splits = Data.Describe(),
            Features = FeatureStatistics.Distributions(Data.Matrix, Data.RowsOf(Data.Train, pair), Data.Graph),
            Pair = pair,
            Target = Data.Target,
            Encoder = encoder,
            Scaling = nets.First(heads => heads.Pair == pair).Scaling,
            Heads = HeadsOf(pair),
            Calibration = CalibrationOf(pair),
        });
    }

    private EnsembleHeads HeadsOf(Pair pair)
    {
        var weights = _models.Ensemble!.WeightsOf(pair, Data.Target);
        return new EnsembleHeads([.. weights.Select(weight => new EnsembleMember(ExpertOf(pair, weight.Model), weight.Residual, weight.Volatility, weight.Classes)
        {
            LeadingColumns = weight.Model is "ridge" or "xgboost" ? Data.Matrix.Columns : null,
        })]);
    }

    private IServingHeads ExpertOf(Pair pair, string model) => model switch
    {
        "multitask" => _models.Nets(NetKind.Multitask, null).Heads.Heads.First(heads => heads.Pair == pair).Heads,
        "hierarchical" => _models.Hierarchy(null).HeadsOf(Data.Matrix.Targets.IndexOf(Data.Target)),
        "ridge" => _models.Baselines(null).Ridge,
        _ => _models.Baselines(null).Xgboost!,
    };

    private ModelCalibration CalibrationOf(Pair pair)
    {
        var row = Enumerable.Range(0, _fold.Blocks.Test.Rows.Count).First(i => _fold.Blocks.Test.Rows.Samples[i].Pair == pair);
        var sigma = Math.Max(_fold.Blocks.Test.Rows.Samples[row].Sigma, ServingGraph.SigmaFloor);
        var calibration = Calibrator.Of(
            Data,
            Ensemble.BqxHalfWidth[Data.Target][row] / (sigma * Math.Sqrt(Martingale.ErrorVariance(Data.Target))),
            Ensemble.LogRvHalfWidth![row]);
        return calibration with
        {
            ReturnSlope = calibration.ReturnSlope.Where(entry => entry.Key == pair.Name).ToImmutableSortedDictionary(StringComparer.Ordinal),
            HighVolLogRv = calibration.HighVolLogRv.Where(entry => entry.Key == pair.Name).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private ImmutableArray<ModelMetric> MetricsOf(string slice) =>
    [
        .. from figure in _judgement.Figures
           where figure.Slice == slice && figure.Model == "ensemble" && figure.PValue is null
           where figure.Target == Data.Target.ToString() || figure.Target is Metrics.LogRv or Metrics.Regime
           let name = figure.Target == Metrics.LogRv && !figure.Metric.StartsWith(Metrics.LogRv, StringComparison.Ordinal)
               ? $"{Metrics.LogRv}_{figure.Metric}"
               : figure.Metric
           select new ModelMetric(name, "test", figure.Value, figure.Error, figure.Baseline, figure.BaselineValue),
    ];

    private ModelForecasts Named(string model) => _fold.Models.First(forecasts => forecasts.Model == model);

    private ModelLineage Lineage() =>
        new(Data.Dataset.DataHash.ToString(), CodeVersion.Current, _plan.Seed, null, _plan.CommandLine);
}
