using Bqx.Core;
using Bqx.Learning.Evaluation.Judging;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Every figure of every model on the same rows, each beside its benchmark: the martingale for BQX, <c>har</c> for log RV,
/// <c>climatology</c> for regimes, the nominal level for intervals. Errors pool pairs by minute and allow for serial correlation over
/// 2·(h + W) minutes.
/// </summary>
public static class Judge
{
    /// <summary>The benchmark of log RV.</summary>
    public const string Har = "har";

    /// <summary>The benchmark of regimes.</summary>
    public const string Climatology = "climatology";

    /// <summary>The benchmark of BQX, which the rows carry.</summary>
    public const string MartingaleName = "martingale";

    /// <summary>Judges.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: no rows; forecasts that are not finite, not one a row or of no target of the rows; forecasts of
    /// volatility without a model <c>har</c> or of regimes without <c>climatology</c>.
    /// </exception>
    public static Judgement Run(EvaluationRows rows, IReadOnlyList<ModelForecasts> models)
    {
        ForecastCheck.Run(rows, models);
        var context = new JudgeContext(rows);
        foreach (var target in rows.Targets)
        {
            JudgeBqx(context, target, models);
        }

        JudgeLogRv(context, models);
        JudgeRegime(context, models);
        return context.Finish();
    }

    private static void JudgeBqx(JudgeContext context, Target target, IReadOnlyList<ModelForecasts> models)
    {
        var frame = new BqxFrame(context, target);
        var losses = new ModelLosses(context, target.ToString(), target);
        losses.Add(MartingaleName, frame.MartingaleLosses());
        foreach (var model in models)
        {
            if (model.Bqx.TryGetValue(target, out var forecasts))
            {
                losses.Add(model.Model, BqxJudge.Run(frame, model.Model, forecasts, model.BqxHalfWidth.GetValueOrDefault(target)));
            }
        }

        losses.Compare();
    }

    private static void JudgeLogRv(JudgeContext context, IReadOnlyList<ModelForecasts> models)
    {
        if (models.FirstOrDefault(model => model.Model == Har) is not { LogRv: not null } har)
        {
            return;
        }

        var frame = new LogRvFrame(context, har);
        var losses = new ModelLosses(context, Metrics.LogRv, context.Primary);
        foreach (var model in models)
        {
            if (model.LogRv is { } forecasts)
            {
                losses.Add(model.Model, LogRvJudge.Run(frame, model.Model, forecasts, model.LogRvHalfWidth));
            }
        }

        losses.Compare();
    }

    private static void JudgeRegime(JudgeContext context, IReadOnlyList<ModelForecasts> models)
    {
        if (models.FirstOrDefault(model => model.Model == Climatology) is not { Regime: { } climatology })
        {
            return;
        }

        var losses = new ModelLosses(context, Metrics.Regime, context.Primary);
        var judge = new RegimeJudge(context, climatology);
        foreach (var model in models)
        {
            if (model.Regime is { } probabilities)
            {
                losses.Add(model.Model, judge.Run(model.Model, probabilities));
            }
        }

        losses.Compare();
    }
}
