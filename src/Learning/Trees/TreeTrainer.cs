using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Trees.Native;

namespace Bqx.Learning.Trees;

/// <summary>Grows trees by XGBoost's histogram method. The same rows, options and number of threads give the same bits.</summary>
public static class TreeTrainer
{
    private const float NoBase = 0.5f;

    /// <summary>Grows an ensemble on training rows.</summary>
    /// <param name="train">The rows.</param>
    /// <param name="validation">Rows that say when to stop; null grows all rounds. The base alone is among what they may choose.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: XGBoost is missing or refuses.</exception>
    public static TreeEnsemble Fit(TreeRows train, TreeRows? validation, TreeOptions options, CancellationToken cancellationToken)
    {
        using var rows = train.ToMatrix();
        using var judge = validation?.ToMatrix();
        return Fit(rows, judge, options, cancellationToken);
    }

    /// <summary>Grows an ensemble on labelled rows that may be used again.</summary>
    /// <param name="train">The rows.</param>
    /// <param name="validation">Rows that say when to stop; null grows all rounds. The base alone is among what they may choose.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: XGBoost refuses.</exception>
    public static TreeEnsemble Fit(TreeMatrix train, TreeMatrix? validation, TreeOptions options, CancellationToken cancellationToken)
    {
        using var booster = validation is null ? XgboostBooster.Create(train.Handle) : XgboostBooster.Create(train.Handle, validation.Handle);
        Configure(booster, options, options.Classes > 0 ? NoBase : train.MeanLabel);
        var rounds = Grow(booster, train.Handle, options.Patience > 0 ? validation?.Handle : null, options, cancellationToken);
        return XgboostJson.Read(booster.ToJson(), rounds);
    }

    // How many rounds are worth keeping.
    private static int Grow(
        XgboostBooster booster, XgboostMatrix train, XgboostMatrix? judge, TreeOptions options, CancellationToken cancellationToken)
    {
        var best = (Rounds: 0, Loss: judge is null ? 0 : booster.Evaluate(0, judge));
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            booster.Update(round, train);
            if (judge is null)
            {
                continue;
            }

            var loss = booster.Evaluate(round, judge);
            if (loss < best.Loss)
            {
                best = (round + 1, loss);
            }
            else if (round + 1 - best.Rounds >= options.Patience)
            {
                break;
            }
        }

        return judge is null ? options.Rounds : best.Rounds;
    }

    private static void Configure(XgboostBooster booster, TreeOptions options, float start)
    {
        (string Name, IFormattable Value)[] numbers =
        [
            ("base_score", start),
            ("seed", options.Seed),
            ("nthread", options.Threads),
            ("eta", options.LearningRate),
            ("max_depth", options.MaxDepth),
            ("min_child_weight", options.MinChildWeight),
            ("subsample", options.Subsample),
            ("colsample_bytree", options.ColumnsByTree),
            ("colsample_bynode", options.ColumnsByNode),
            ("lambda", options.Lambda),
            ("max_bin", options.MaxBins),
            ("num_parallel_tree", options.ParallelTrees),
            ("verbosity", 0),
        ];
        foreach (var (name, value) in numbers)
        {
            booster.Set(name, value.ToString(null, CultureInfo.InvariantCulture));
        }

        booster.Set("tree_method", "hist");
        booster.Set("objective", options.Classes > 0 ? "multi:softprob" : "reg:squarederror");
        if (options.Classes > 0)
        {
            booster.Set("num_class", options.Classes.ToString(CultureInfo.InvariantCulture));
        }
    }
}
