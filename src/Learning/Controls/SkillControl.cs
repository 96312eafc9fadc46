using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Statistics;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>
/// On a random walk no learner may beat the martingale: skill in units of σ̂√V on the test block of a purged split, against its standard
/// error. Bonferroni's bound over the targets keeps false alarms of a walk at 1 %.
/// </summary>
internal static class SkillControl
{
    private const double FamilyWise = 0.01;

    /// <summary>Tries a learner on all nine targets.</summary>
    public static async Task<ControlResult> RunAsync(
        IControlMarket market, IControlLearner learner, WalkKind kind, long seed, int minutes, CancellationToken cancellationToken)
    {
        var targets = Target.MultiHorizon;
        var data = await ControlData.BuildAsync(market.Generate(kind, 0, seed, minutes), targets, cancellationToken);
        var forecasts = learner.Forecast(data, cancellationToken);
        var bound = NormalDistribution.Quantile(1 - (FamilyWise / (2 * targets.Length)));
        var skills = targets.Select((target, k) => (Target: target, Skill: SkillOf(data, k, forecasts[k]))).ToList();
        var worst = skills.MaxBy(each => Math.Abs(Score(each.Skill)));
        return new ControlResult(
            ControlKind.Negative,
            $"skill of {learner.Name}, {kind} walk",
            Math.Abs(Score(worst.Skill)) <= bound,
            $"within {bound:0.00} standard errors of 0 for {targets.Length} targets ({FamilyWise:P0} family-wise)",
            $"{Score(worst.Skill):+0.00;-0.00} standard errors at most ({worst.Target}: {worst.Skill.Value:0.0e+0} ± "
            + $"{worst.Skill.Error:0.0e+0}), {data.Test.Count} rows");
    }

    // A forecast of 0 throughout is the martingale itself: no skill, and no error of it.
    private static double Score(Estimate skill) => skill.Error > 0 ? skill.Value / skill.Error : 0;

    private static Estimate SkillOf(TrainingData data, int target, float[] forecasts)
    {
        var ratio = new RatioEstimate();
        for (var i = 0; i < forecasts.Length; i++)
        {
            var row = data.Test.First + i;
            var actual = ControlData.Residual(data, row, target);
            var error = actual - forecasts[i];
            ratio.Add(data.Matrix[row].Number, (actual * actual) - (error * error), actual * actual);
        }

        return ratio.Estimate(SerialCorrelation.Lags(data.Matrix.Targets[target], data.Dataset.Options.Stride));
    }
}
