using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Search;
using Bqx.Learning.Selection;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Baselines;

/// <summary>Searches how XGBoost should boost: fitted on the training block, judged by the primary residual on the validation block.</summary>
public static class BoostingSearch
{
    /// <summary>What is searched over.</summary>
    public static readonly ImmutableArray<SearchParameter> Space =
    [
        new("learning_rate", 0.02, 0.2, SearchScale.Logarithmic),
        new("max_depth", 2, 6, SearchScale.Integer),
        new("min_child_weight", 20, 2000, SearchScale.Logarithmic),
        new("subsample", 0.3, 0.9),
        new("columns_by_node", 0.2, 1),
        new("lambda", 0.1, 1000, SearchScale.Logarithmic),
    ];

    /// <summary>The searched parameters of some options.</summary>
    public static ImmutableSortedDictionary<string, double> Describe(TreeOptions options) => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["learning_rate"] = options.LearningRate,
        ["max_depth"] = options.MaxDepth,
        ["min_child_weight"] = options.MinChildWeight,
        ["subsample"] = options.Subsample,
        ["columns_by_node"] = options.ColumnsByNode,
        ["lambda"] = options.Lambda,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Options with the searched parameters replaced.</summary>
    public static TreeOptions Apply(TreeOptions options, ImmutableSortedDictionary<string, double> parameters) => options with
    {
        LearningRate = parameters["learning_rate"],
        MaxDepth = (int)parameters["max_depth"],
        MinChildWeight = parameters["min_child_weight"],
        Subsample = parameters["subsample"],
        ColumnsByNode = parameters["columns_by_node"],
        Lambda = parameters["lambda"],
    };

    /// <summary>Searches; the options themselves are tried first.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="selection">Features that trees see.</param>
    /// <param name="options">Where it starts, and all that is not searched over.</param>
    /// <param name="search">Over <see cref="Space"/>.</param>
    /// <param name="template">What all trials have in common.</param>
    /// <param name="trials">How many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<TreeOptions> RunAsync(
        TrainingData data, FeatureSelection selection, TreeOptions options, RandomSearch search, Trial template, int trials, CancellationToken cancellationToken)
    {
        var primary = PrimaryTarget.IndexOf(data);
        var validation = new SelectedRows(data, data.Validation, selection.Top50);
        var labels = validation.Labels((fold, row) => fold.Residual(row, primary));
        using var train = Matrix(new SelectedRows(data, data.Train, selection.Top50));
        using var judge = Matrix(validation);
        var result = await search.RunAsync(template, Describe(options), trials, Judge, cancellationToken);
        return Apply(options, result.Parameters);

        SearchOutcome Judge(ImmutableSortedDictionary<string, double> parameters, CancellationToken stop)
        {
            var ensemble = TreeTrainer.Fit(train, judge, Apply(options, parameters), stop);
            var (error, power) = (0.0, 0.0);
            foreach (var (forecast, actual) in ensemble.PredictRows(validation.Features).Zip(labels))
            {
                error += (actual - forecast) * (double)(actual - forecast);
                power += actual * (double)actual;
            }

            return SearchOutcome.Of(error / labels.Length, 1 - (error / power));
        }

        TreeMatrix Matrix(SelectedRows rows)
        {
            var matrix = rows.ToMatrix();
            matrix.Label(rows.Labels((fold, row) => fold.Residual(row, primary)));
            return matrix;
        }
    }
}
