using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Studies;

/// <summary>Puts the test blocks of all folds one after another.</summary>
internal static class TestRows
{
    /// <summary>The rows to judge on.</summary>
    public static EvaluationRows Rows(IReadOnlyList<FoldOutcome> folds)
    {
        var first = folds[0].Blocks.Test.Rows;
        return first with
        {
            Samples = [.. folds.SelectMany(fold => fold.Blocks.Test.Rows.Samples)],
            Actual = [.. first.Targets.Select((_, k) => folds.SelectMany(fold => fold.Blocks.Test.Rows.Actual[k]).ToArray())],
            Martingale = [.. first.Targets.Select((_, k) => folds.SelectMany(fold => fold.Blocks.Test.Rows.Martingale[k]).ToArray())],
        };
    }

    /// <summary>What models said of them: those that every fold has.</summary>
    public static ImmutableArray<ModelForecasts> Forecasts(IReadOnlyList<FoldOutcome> folds) =>
    [
        .. folds[0].Models
            .Select(model => model.Model)
            .Where(name => folds.All(fold => fold.Models.Any(model => model.Model == name)))
            .Select(name => Join([.. folds.Select(fold => fold.Models.First(model => model.Model == name))])),
    ];

    private static ModelForecasts Join(ImmutableArray<ModelForecasts> parts) => new()
    {
        Model = parts[0].Model,
        Bqx = JoinTargets(parts, part => part.Bqx),
        BqxHalfWidth = JoinTargets(parts, part => part.BqxHalfWidth),
        LogRv = JoinValues(parts, part => part.LogRv),
        LogRvHalfWidth = JoinValues(parts, part => part.LogRvHalfWidth),
        Regime = JoinValues(parts, part => part.Regime),
    };

    private static ImmutableDictionary<Target, float[]> JoinTargets(
        ImmutableArray<ModelForecasts> parts, Func<ModelForecasts, ImmutableDictionary<Target, float[]>> of) =>
        of(parts[0]).Keys.ToImmutableDictionary(target => target, target => JoinValues(parts, part => of(part)[target])!);

    private static float[]? JoinValues(ImmutableArray<ModelForecasts> parts, Func<ModelForecasts, float[]?> of) =>
        parts.Any(part => of(part) is null) ? null : [.. parts.SelectMany(part => of(part)!)];
}
