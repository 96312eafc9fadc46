using System.Collections.Immutable;
using Bqx.Learning.Datasets;
using Bqx.Learning.Linear;
using Bqx.Learning.Splits;
using Bqx.Learning.Training;

namespace Bqx.Learning.Selection;

/// <summary>
/// Selects features on the training block alone:
/// <code>
/// 1 clusters of correlated features → 2 models of their representatives on purged folds → 3 permutation importance by cluster
/// </code>
/// There is a model of the primary residual and one of the volatility; the importance of each adds up to 1 over the clusters that help it,
/// and a cluster's is the mean of both. The same data and options give the same selection.
/// </summary>
public static class FeatureSelector
{
    /// <summary>Selects.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static FeatureSelection Select(
        TrainingData data, SelectionOptions options, IProgress<TrainProgress>? progress, CancellationToken cancellationToken)
    {
        var clusters = CorrelationClusters.Find(Correlations(data, options, cancellationToken), options.Correlation);
        progress?.Report(new TrainProgress("selection", 0, $"{clusters.Length} clusters of {data.Matrix.Columns} features"));
        ImmutableArray<int> columns = [.. clusters.Select(cluster => cluster.Representative)];
        var folds = PurgedFold.Divide(data.Split.Train, options.Folds, data.Split.Embargo);
        var measured = new List<double[][]>();
        foreach (var fold in folds)
        {
            measured.Add(Measure(data, fold, columns, options, new Random(options.Seed + measured.Count), cancellationToken));
            progress?.Report(new TrainProgress("selection", (double)measured.Count / folds.Length));
        }

        return new FeatureSelection([.. Rank(clusters, measured)]);
    }

    private static double[,] Correlations(TrainingData data, SelectionOptions options, CancellationToken cancellationToken)
    {
        var equations = new NormalEquations(data.Matrix.Columns + 1, 0);
        var x = new float[data.Matrix.Columns + 1];
        x[^1] = 1;
        foreach (var row in Sample([data.Train], options.CorrelationRows, new Random(options.Seed)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            data.ReadScaled(row, x);
            equations.Add(x, []);
        }

        equations.Finish();
        return CorrelationClusters.Correlations(equations);
    }

    // Importance by label and cluster.
    private static double[][] Measure(
        TrainingData data, PurgedFold fold, ImmutableArray<int> columns, SelectionOptions options, Random random, CancellationToken cancellationToken)
    {
        var train = new SampledRows(data, Sample([.. fold.Train.Select(data.Matrix.RowsIn)], options.TrainRows, random), columns);
        var judged = new SampledRows(data, Sample([data.Matrix.RowsIn(fold.Test)], options.JudgedRows, random), columns);
        return [.. Enumerable.Range(0, SampledRows.Labelled).Select(label =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            IQuickModel model = options.Trees
                ? QuickTrees.Fit(train, label, options.TreeOptions with { Seed = options.Seed }, cancellationToken)
                : QuickRidge.Fit(train, label);
            return PermutationImportance.Measure(model, judged, judged.Labels[label], options.Repeats, random);
        })];
    }

    private static IEnumerable<FeatureCluster> Rank(ImmutableArray<FeatureCluster> clusters, List<double[][]> measured)
    {
        double[] helped = [.. Enumerable.Range(0, SampledRows.Labelled)
            .Select(label => Enumerable.Range(0, clusters.Length).Sum(cluster => Math.Max(0, measured.Average(fold => fold[label][cluster]))))];
        return clusters
            .Select((cluster, i) =>
            {
                double[] shares = [.. measured.Select(fold => Enumerable.Range(0, helped.Length)
                    .Average(label => helped[label] > 0 ? fold[label][i] / helped[label] : 0))];
                var mean = shares.Average();
                var variance = shares.Sum(share => (share - mean) * (share - mean)) / (shares.Length - 1);
                return cluster with { Importance = mean, Error = Math.Sqrt(variance / shares.Length) };
            })
            .OrderByDescending(cluster => cluster.Importance)
            .ThenBy(cluster => cluster.Representative);
    }

    // At most so many rows of some ranges, ascending.
    private static int[] Sample(IEnumerable<RowRange> ranges, int most, Random random)
    {
        int[] rows = [.. ranges.SelectMany(range => Enumerable.Range(range.First, range.Count))];
        random.Shuffle(rows);
        int[] taken = rows[..Math.Min(most, rows.Length)];
        Array.Sort(taken);
        return taken;
    }
}
