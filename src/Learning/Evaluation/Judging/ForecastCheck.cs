using System.Numerics.Tensors;
using Bqx.Core;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Refuses forecasts that do not fit their rows.</summary>
internal static class ForecastCheck
{
    public static void Run(EvaluationRows rows, IReadOnlyList<ModelForecasts> models)
    {
        if (rows.Count == 0 || rows.Targets.IsEmpty)
        {
            throw Bad($"There are {rows.Count} rows of {rows.Targets.Length} targets to judge on: take more days");
        }

        foreach (var target in Enumerable.Range(0, rows.Targets.Length))
        {
            Check(rows.Actual[target], rows.Count, $"The rows' {rows.Targets[target]}");
            Check(rows.Martingale[target], rows.Count, $"The martingale's {rows.Targets[target]}");
        }

        foreach (var model in models)
        {
            Check(rows, model);
        }

        RequireBenchmark(models, Judge.Har, model => model.LogRv);
        RequireBenchmark(models, Judge.Climatology, model => model.Regime);
    }

    private static void Check(EvaluationRows rows, ModelForecasts model)
    {
        foreach (var (target, values) in model.Bqx.Concat(model.BqxHalfWidth))
        {
            Check(values, rows.Count, $"{model.Model}'s {target}");
            if (!rows.Targets.Contains(target))
            {
                throw Bad($"{model.Model} predicts {target}, which the rows do not hold");
            }
        }

        Check(model.LogRv, rows.Count, $"{model.Model}'s {Metrics.LogRv}");
        Check(model.LogRvHalfWidth, rows.Count, $"{model.Model}'s intervals of {Metrics.LogRv}");
        Check(model.Regime, rows.Count * RegimeProbabilities.Count, $"{model.Model}'s {Metrics.Regime}");
    }

    private static void Check(float[]? values, int count, string what)
    {
        if (values is not null && values.Length != count)
        {
            throw Bad($"{what} has {values.Length} values: {count} are needed");
        }

        if (values is not null && !TensorPrimitives.IsFiniteAll<float>(values))
        {
            throw Bad($"{what} has a value that is not finite");
        }
    }

    private static void RequireBenchmark(IReadOnlyList<ModelForecasts> models, string benchmark, Func<ModelForecasts, float[]?> forecasts)
    {
        var having = models.FirstOrDefault(model => forecasts(model) is not null);
        if (having is not null && !models.Any(model => model.Model == benchmark && forecasts(model) is not null))
        {
            throw Bad($"{having.Model} cannot be judged without the forecasts of {benchmark}, its benchmark");
        }
    }

    private static FaultException Bad(string what) => new(Fault.InvalidInput, $"{what}.");
}
