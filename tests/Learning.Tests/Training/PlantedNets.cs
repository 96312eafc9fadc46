using Bqx.Core;
using Bqx.Learning.Hierarchy;
using Bqx.Learning.Multitask;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

/// <summary>Nets small enough for <see cref="PlantedRows"/>, and how well they do there.</summary>
internal static class PlantedNets
{
    /// <summary>What can be known of u at strength 0.3: 0.3²/(1 + 0.3²) of its variance.</summary>
    public const double Knowable = 0.0826;

    /// <summary>The pairs that have rows.</summary>
    public static readonly Pair[] Pairs = [Pair.All[0], Pair.All[7], Pair.All[14]];

    public static readonly MultitaskTrainerOptions Multitask = new()
    {
        Shape = new MultitaskOptions { Hidden = [24, 12], BqxHidden = 8, LogRvHidden = 8, RegimeHidden = 8, Dropout = 0.1 },
        Batch = 64,
        PooledEpochs = 6,
        PairEpochs = 2,
        PooledRate = 3e-3,
        WeightDecay = 0.01,
    };

    public static readonly HierarchicalOptions Hierarchical = new()
    {
        Hidden = [16],
        HeadHidden = 8,
        Dropout = 0.1,
        Epochs = 5,
        Batch = 64,
        LearningRate = 3e-3,
        WeightDecay = 0.01,
    };

    private static readonly Lazy<TrainingData> StrongRows = new(() => PlantedRows.Build(0.3));
    private static readonly Lazy<TrainingData> NoRows = new(() => PlantedRows.Build(0));

    /// <summary>A signal of strength 0.3 in u of the primary target.</summary>
    public static TrainingData Strong => StrongRows.Value;

    /// <summary>No signal in u.</summary>
    public static TrainingData Nothing => NoRows.Value;

    /// <summary>Skill over the martingale, which is 0 there, on the test block.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="target">Index of the target.</param>
    /// <param name="forecasts">One a row of the test block.</param>
    public static double Skill(TrainingData data, int target, IReadOnlyList<float> forecasts)
    {
        var (errors, squares) = (0.0, 0.0);
        for (var i = 0; i < forecasts.Count; i++)
        {
            var label = data.Matrix.Label(data.Test.First + i, target);
            errors += Math.Pow(label - forecasts[i], 2);
            squares += Math.Pow(label, 2);
        }

        return 1 - (errors / squares);
    }

    /// <summary>Share of the test block's rows within their intervals.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="actual">What came, of a row of the matrix.</param>
    /// <param name="forecasts">One a row of the test block.</param>
    /// <param name="halfWidths">One a row of the test block.</param>
    public static double Coverage(
        TrainingData data, Func<int, float> actual, IReadOnlyList<float> forecasts, IReadOnlyList<float> halfWidths) =>
        Enumerable.Range(0, data.Test.Count)
            .Average(i => Math.Abs(actual(data.Test.First + i) - forecasts[i]) <= halfWidths[i] ? 1.0 : 0);
}
