using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Studies;

/// <summary>The rows of a block that forecasts are kept of: those of the plan's pairs, in time order.</summary>
internal sealed class FoldBlock
{
    // Places in the block; null where all are taken.
    private readonly int[]? _places;

    public FoldBlock(TrainingData data, RowRange range, IReadOnlyCollection<Pair> pairs)
    {
        Range = range;
        var all = JudgedRows.Of(data, range, Calibrator.Level);
        if (pairs.Count == Pair.Count)
        {
            Rows = all;
            return;
        }

        _places = [.. Enumerable.Range(0, range.Count).Where(i => pairs.Contains(all.Samples[i].Pair))];
        Rows = all with
        {
            Samples = [.. _places.Select(i => all.Samples[i])],
            Actual = [.. all.Actual.Select(values => Take(values, 1))],
            Martingale = [.. all.Martingale.Select(values => Take(values, 1))],
        };
    }

    /// <summary>All rows of the block.</summary>
    public RowRange Range { get; }

    /// <summary>Those that are kept, as they are judged.</summary>
    public EvaluationRows Rows { get; }

    /// <summary>Of forecasts of the whole block, those that are kept.</summary>
    public ModelForecasts Take(ModelForecasts forecasts) => _places is null ? forecasts : new ModelForecasts
    {
        Model = forecasts.Model,
        Bqx = Take(forecasts.Bqx),
        BqxHalfWidth = Take(forecasts.BqxHalfWidth),
        LogRv = forecasts.LogRv is { } logRv ? Take(logRv, 1) : null,
        LogRvHalfWidth = forecasts.LogRvHalfWidth is { } width ? Take(width, 1) : null,
        Regime = forecasts.Regime is { } regime ? Take(regime, RegimeProbabilities.Count) : null,
    };

    private ImmutableDictionary<Target, float[]> Take(ImmutableDictionary<Target, float[]> targets) =>
        targets.ToImmutableDictionary(entry => entry.Key, entry => Take(entry.Value, 1));

    private float[] Take(float[] values, int width) =>
        [.. _places!.SelectMany(i => values.AsSpan(i * width, width).ToArray())];
}
