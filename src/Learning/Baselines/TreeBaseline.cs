using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Baselines;

/// <summary>
/// Trees over selected features and all pairs, an ensemble a target and one for the volatility. The validation block says when to stop, and
/// how much of a residual to believe.
/// </summary>
internal sealed class TreeBaseline
{
    private readonly TrainingData _data;
    private readonly ImmutableArray<int> _columns;
    private readonly TreeEnsemble[] _residuals;
    private readonly double[] _believed;
    private readonly TreeEnsemble _volatility;
    private readonly TreeEnsemble? _classes;
    private readonly double _spread;

    private TreeBaseline(
        TrainingData data, ImmutableArray<int> columns, TreeEnsemble[] residuals, TreeEnsemble volatility, TreeEnsemble? classes, SelectedRows validation)
    {
        (_data, _columns, _residuals, _volatility, _classes) = (data, columns, residuals, volatility, classes);
        float[][] forecasts = [.. residuals.Select(ensemble => ensemble.PredictRows(validation.Features))];
        _believed = [.. forecasts.Select((values, target) => Believing.Factor(data, target, values))];
        var primary = PrimaryTarget.IndexOf(data);
        _spread = Believing.Spread(data, primary, Believing.Scale(forecasts[primary], _believed[primary]));
    }

    /// <summary>Grows the trees.</summary>
    /// <param name="stage">Name in the progress.</param>
    /// <param name="data">The fold.</param>
    /// <param name="columns">Features that they see.</param>
    /// <param name="options">How they grow.</param>
    /// <param name="regimeTrees">Whether classes have trees of their own.</param>
    /// <param name="progress">Hears of every ensemble.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static TreeBaseline Fit(
        string stage,
        TrainingData data,
        ImmutableArray<int> columns,
        TreeOptions options,
        bool regimeTrees,
        IProgress<TrainProgress>? progress,
        CancellationToken cancellationToken)
    {
        var train = new SelectedRows(data, data.Train, columns);
        var validation = new SelectedRows(data, data.Validation, columns);
        using var grown = train.ToMatrix();
        using var judge = validation.ToMatrix();
        var targets = data.Matrix.Targets.Length;
        var (done, all) = (0, targets + (regimeTrees ? 2 : 1));
        TreeEnsemble[] residuals = [.. Enumerable.Range(0, targets)
            .Select(target => Grow((fold, row) => fold.Residual(row, target), options, data.Matrix.Targets[target].ToString()))];
        var volatility = Grow((fold, row) => fold.TargetOf(row).Volatility, options, "log_rv");
        var classes = regimeTrees
            ? Grow((fold, row) => fold.TargetOf(row).Class, options with { Classes = RegimeProbabilities.Count }, "regime")
            : null;
        return new TreeBaseline(data, columns, residuals, volatility, classes, validation);

        TreeEnsemble Grow(Func<TrainingData, int, float> label, TreeOptions how, string what)
        {
            grown.Label(train.Labels(label));
            judge.Label(validation.Labels(label));
            var ensemble = TreeTrainer.Fit(grown, judge, how, cancellationToken);
            progress?.Report(new TrainProgress(stage, (double)++done / all, $"{what}: {ensemble.Trees.Length} trees"));
            return ensemble;
        }
    }

    public StandardForecasts Forecast(RowRange rows)
    {
        var selected = new SelectedRows(_data, rows, _columns);
        float[][] residuals = [.. _residuals.Select((ensemble, target) => Believing.Scale(ensemble.PredictRows(selected.Features), _believed[target]))];
        var regime = _classes is null
            ? ForecastUnits.GaussianRegime(residuals[PrimaryTarget.IndexOf(_data)], _spread)
            : Softmax(_classes, selected.Features);
        return new StandardForecasts(residuals, _volatility.PredictRows(selected.Features), regime);
    }

    /// <summary>The primary target's trees as the middle of a serving graph.</summary>
    public TreeHeads Heads()
    {
        var primary = PrimaryTarget.IndexOf(_data);
        return new TreeHeads
        {
            Columns = _columns,
            Residual = _residuals[primary],
            Believed = _believed[primary],
            Volatility = _volatility,
            Classes = _classes,
            Spread = _spread,
        };
    }

    private static float[] Softmax(TreeEnsemble classes, float[] features)
    {
        var probabilities = new float[features.Length / classes.Features * classes.Outputs];
        for (var i = 0; i < probabilities.Length / classes.Outputs; i++)
        {
            var row = probabilities.AsSpan(i * classes.Outputs, classes.Outputs);
            classes.Predict(features.AsSpan(i * classes.Features, classes.Features), row);
            System.Numerics.Tensors.TensorPrimitives.SoftMax<float>(row, row);
        }

        return probabilities;
    }
}
