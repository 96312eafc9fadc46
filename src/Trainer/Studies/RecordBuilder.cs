using System.Collections.Immutable;
using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Studies;

/// <summary>Puts what a study found into its record.</summary>
internal static class RecordBuilder
{
    private const string Features = "features";

    /// <summary>The record with everything but checks, packages and times.</summary>
    public static RunRecord Fill(RunRecord run, StudyPlan plan, Dataset dataset, IReadOnlyList<FoldOutcome> folds, Judgement judgement)
    {
        var notes = folds.Aggregate(new StageNotes(), (all, fold) => all.With(fold.Notes));
        var last = folds[^1].Notes;
        return run with
        {
            DataHash = dataset.DataHash.ToString(),
            Facts = [.. FactsOf(plan, dataset), .. notes.Facts],
            Folds = [.. folds.SelectMany(BlocksOf), .. LockBoxOf(plan)],
            Figures = judgement.Figures,
            Curves = notes.Curves,
            Calibration = [.. judgement.Curves.Select(curve => new CalibrationCurve(curve.Model, curve.Target, curve.Nominal, curve.Observed))],
            Importances = last.Importances,
            Ablations = [.. AblationsOf(judgement), .. ReconstructionOf(notes.Reconstructions)],
            Embedding = last.Embedding,
            Inspection = last.Inspection,
            Weights = last.Weights,
        };
    }

    private static IEnumerable<RunFact> FactsOf(StudyPlan plan, Dataset dataset) =>
    [
        new("bars", dataset.Bars.ToString("N0", CultureInfo.InvariantCulture)),
        new("first and last bar", $"{dataset.First} to {dataset.Last}"),
        new("rows", dataset.Matrix.Rows.ToString("N0", CultureInfo.InvariantCulture)),
        new("stride", $"{plan.Effort.Stride} market minutes"),
        new("features", dataset.Matrix.Columns.ToString(CultureInfo.InvariantCulture)),
        new("pairs", string.Join(" ", plan.Pairs)),
        new("window", plan.Window.ToString().ToLowerInvariant()),
        new("most epochs", $"encoder {plan.Effort.EncoderEpochs}, nets {plan.Effort.HeadEpochs}, hierarchical {plan.Effort.HierarchicalEpochs}"),
        new("trees", $"{plan.Effort.TreeRounds} rounds of boosting"),
        new("trials", plan.Effort.Trials.ToString(CultureInfo.InvariantCulture)),
        new("plan", plan.Digest),
    ];

    private static IEnumerable<RunFold> BlocksOf(FoldOutcome fold) => fold.Blocks.Data.Describe()
        .Select(block => new RunFold(fold.Index, block.Role, block.First, block.Last, (int)block.Rows));

    private static IEnumerable<RunFold> LockBoxOf(StudyPlan plan) => plan.LockBox is { } first
        ? [new RunFold(plan.Folds.Length, "lock_box", first, MarketCalendar.CloseOf(plan.History.Last).ToString(), 0)]
        : [];

    private static IEnumerable<Ablation> AblationsOf(Judgement judgement)
    {
        var primary = Target.Primary.ToString();
        return new[]
        {
            Compare("three tasks against one", NetKind.Multitask, NetKind.SingleTask, primary, Metrics.Skill),
            Compare("autoencoder against PCA of equal size", NetKind.Multitask, NetKind.MultitaskPca, primary, Metrics.Skill),
            Compare("autoencoder against PCA of equal size", NetKind.Multitask, NetKind.MultitaskPca, Metrics.LogRv, Metrics.RSquared),
        }.OfType<Ablation>();

        Ablation? Compare(string name, NetKind with, NetKind without, string target, string metric)
        {
            if (Find(with, target, metric) is not { } a || Find(without, target, metric) is not { } b)
            {
                return null;
            }

            // The error of the difference is the one by which the test of their losses divides.
            var statistic = judgement.Verdict(with.Name, without.Name, target)?.Statistic ?? 0;
            var difference = a.Value - b.Value;
            return new Ablation(
                name,
                with.Name,
                without.Name,
                target,
                metric,
                a.Value,
                b.Value,
                difference,
                statistic == 0 ? double.NaN : Math.Abs(difference / statistic));
        }

        Figure? Find(NetKind net, string target, string metric) => judgement.Figures.FirstOrDefault(figure =>
            figure.Model == net.Name && figure.Target == target && figure.Metric == metric && figure.Slice == Metrics.All);
    }

    // Over folds: the error is that of their mean.
    private static IEnumerable<Ablation> ReconstructionOf(ImmutableArray<Reconstruction> found)
    {
        var byFold = found.GroupBy(one => one.Fold).Where(fold => fold.Count() == 2).Select(fold => fold.ToList()).ToList();
        if (byFold.Count == 0)
        {
            return [];
        }

        double[] differences = [.. byFold.Select(fold => fold[0].Explained - fold[1].Explained)];
        var mean = differences.Average();
        var error = differences.Length > 1
            ? Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / (differences.Length - 1) / differences.Length)
            : double.NaN;
        return
        [
            new Ablation(
                "autoencoder against PCA of equal size",
                byFold[0][0].Encoder,
                byFold[0][1].Encoder,
                Features,
                "variance explained",
                byFold.Average(fold => fold[0].Explained),
                byFold.Average(fold => fold[1].Explained),
                mean,
                error),
        ];
    }
}
