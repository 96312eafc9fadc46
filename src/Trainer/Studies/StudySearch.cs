using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Multitask;
using Bqx.Learning.Search;
using Bqx.Learning.Selection;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Studies;

/// <summary>
/// Randomised search on the first fold, fitted on its training block and judged on its validation block; later folds take its choices over.
/// Every trial is kept in the ledger.
/// </summary>
internal sealed class StudySearch(StudyPlan plan, TrainingData data, FoldModels models, ITrialLedger ledger, TimeProvider clock)
{
    private static readonly ImmutableArray<SearchParameter> NetSpace =
    [
        new("dropout", 0.1, 0.5),
        new("weight_decay", 0.1, 10, SearchScale.Logarithmic),
        new("pooled_rate", 3e-4, 3e-3, SearchScale.Logarithmic),
    ];

    private static readonly ImmutableArray<SearchParameter> TreeSpace =
    [
        new("max_depth", 3, 6, SearchScale.Integer),
        new("learning_rate", 0.02, 0.2, SearchScale.Logarithmic),
        new("min_child_weight", 50, 1000, SearchScale.Logarithmic),
        new("lambda", 1, 100, SearchScale.Logarithmic),
    ];

    /// <summary>The choices, and the search in words.</summary>
    public async Task<(ModelChoices Choices, string Outcome)> RunAsync(ModelChoices start, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var trees = XgboostLibrary.IsAvailable ? await SearchTreesAsync(start, cancellationToken) : null;
        progress.Report(0.5);
        var nets = await SearchNetsAsync(start, cancellationToken);
        return (
            start with { Nets = Apply(start.Nets, nets.Parameters), Boosting = trees is null ? start.Boosting : Apply(start.Boosting, trees.Parameters) },
            $"nets: trial {nets.Trial + 1} of {nets.Tried}" + (trees is null ? "" : $", XGBoost: trial {trees.Trial + 1} of {trees.Tried}"));
    }

    private Task<SearchResult> SearchNetsAsync(ModelChoices start, CancellationToken cancellationToken)
    {
        var embeddings = models.Embeddings(models.Encoder(null));
        return new RandomSearch(NetSpace, ledger, clock).RunAsync(
            Template("multitask"),
            NetSpace.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => Start(start.Nets, parameter.Name), StringComparer.Ordinal),
            plan.Effort.Trials,
            (parameters, token) =>
            {
                var trainer = MultitaskTrainer.Prepare("trial", data, embeddings, Apply(start.Nets, parameters), null, null, token);
                return SearchOutcome.Of(trainer.PooledCurve.Min(epoch => epoch.ValidationLoss));
            },
            cancellationToken);
    }

    private Task<SearchResult> SearchTreesAsync(ModelChoices start, CancellationToken cancellationToken)
    {
        var columns = models.Selection(null).Top50;
        Func<TrainingData, int, float>[] labels = [(fold, row) => fold.TargetOf(row).Residual, (fold, row) => fold.TargetOf(row).Volatility];
        return new RandomSearch(TreeSpace, ledger, clock).RunAsync(
            Template("xgboost"),
            TreeSpace.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => Start(start.Boosting, parameter.Name), StringComparer.Ordinal),
            plan.Effort.Trials,
            (parameters, token) => SearchOutcome.Of(labels.Sum(label => TreeLoss.Of(data, columns, label, Apply(start.Boosting, parameters), token))),
            cancellationToken);
    }

    private Trial Template(string kind) => new()
    {
        Study = plan.CommandLine,
        Plan = Digest.Parse(plan.Digest),
        Kind = kind,
        Target = data.Target.ToString(),
        Fold = 0,
        TrainFrom = MarketCalendar.CloseOf(data.Split.Train.First),
        TrainTo = MarketCalendar.CloseOf(data.Split.Train.Last),
        TestFrom = MarketCalendar.CloseOf(data.Split.Validation.First),
        TestTo = MarketCalendar.CloseOf(data.Split.Validation.Last),
        Seed = plan.Seed,
        Parameters = ImmutableSortedDictionary<string, double>.Empty,
        Metrics = ImmutableSortedDictionary<string, double>.Empty,
        FeatureFingerprint = data.Matrix.Graphs[data.Graph].FingerprintOf(data.Matrix.Schema),
        DataDigest = data.Dataset.DataHash,
        CodeVersion = CodeVersion.Current,
        StartedAt = default,
        EndedAt = default,
    };

    private static double Start(MultitaskTrainerOptions options, string name) => name switch
    {
        "dropout" => options.Shape.Dropout,
        "weight_decay" => options.WeightDecay,
        _ => options.PooledRate,
    };

    private static MultitaskTrainerOptions Apply(MultitaskTrainerOptions options, ImmutableSortedDictionary<string, double> parameters) => options with
    {
        Shape = options.Shape with { Dropout = parameters["dropout"] },
        WeightDecay = parameters["weight_decay"],
        PooledRate = parameters["pooled_rate"],
    };

    private static double Start(TreeOptions options, string name) => name switch
    {
        "max_depth" => options.MaxDepth,
        "learning_rate" => options.LearningRate,
        "min_child_weight" => options.MinChildWeight,
        _ => options.Lambda,
    };

    private static TreeOptions Apply(TreeOptions options, ImmutableSortedDictionary<string, double> parameters) => options with
    {
        MaxDepth = (int)parameters["max_depth"],
        LearningRate = parameters["learning_rate"],
        MinChildWeight = parameters["min_child_weight"],
        Lambda = parameters["lambda"],
    };
}
