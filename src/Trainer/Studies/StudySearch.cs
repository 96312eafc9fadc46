using System.Collections.Immutable;
using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Baselines;
using Bqx.Learning.Multitask;
using Bqx.Learning.Search;
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

    /// <summary>The choices, and the search in words.</summary>
    public async Task<(ModelChoices Choices, string Outcome)> RunAsync(
        ModelChoices start, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var boosting = XgboostLibrary.IsAvailable
            ? await BoostingSearch.RunAsync(
                data,
                models.Selection(null),
                start.Boosting,
                new RandomSearch(BoostingSearch.Space, ledger, clock),
                Template("xgboost"),
                plan.Effort.Trials,
                cancellationToken)
            : start.Boosting;
        progress.Report(0.5);
        var nets = await SearchNetsAsync(start, cancellationToken);
        return (
            start with { Nets = Apply(start.Nets, nets.Parameters), Boosting = boosting },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Effort.Trials} trials each; nets: trial {nets.Trial + 1}, dropout {nets.Parameters["dropout"]:0.00}, "
            + $"weight decay {nets.Parameters["weight_decay"]:0.0}; boosting: depth {boosting.MaxDepth}, rate {boosting.LearningRate:0.000}"));
    }

    private Task<SearchResult> SearchNetsAsync(ModelChoices start, CancellationToken cancellationToken)
    {
        var embeddings = models.Embeddings(models.Encoder(null));
        MultitaskTrainer? first = null;
        return new RandomSearch(NetSpace, ledger, clock).RunAsync(
            Template("multitask"),
            NetSpace.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => Start(start.Nets, parameter.Name), StringComparer.Ordinal),
            plan.Effort.Trials,
            (parameters, token) =>
            {
                var options = Apply(start.Nets, parameters);
                var trainer = first?.PrepareTwin("trial", embeddings, options, null, token)
                    ?? MultitaskTrainer.Prepare("trial", data, embeddings, options, null, null, token);
                first ??= trainer;
                return SearchOutcome.Of(trainer.PooledCurve.Min(epoch => epoch.ValidationLoss));
            },
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
}
