using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Runs;

/// <summary>A run in a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status.</param>
/// <param name="Command">The command that makes the same again.</param>
/// <param name="Model">The model that it is known by; null where nothing was judged.</param>
/// <param name="Skill">That model's skill over the martingale on the primary target.</param>
/// <param name="SkillError">Its standard error.</param>
/// <param name="LogRvGain">R² of log realised volatility less that of HAR, of the median pair.</param>
/// <param name="ChecksPassed">Controls and leak checks passed.</param>
/// <param name="Checks">Controls and leak checks made.</param>
internal sealed record RunSummary(
    string Id, string Status, string Command, string? Model, double? Skill, double? SkillError, double? LogRvGain, int ChecksPassed, int Checks)
{
    public static RunSummary Of(RunRecord run)
    {
        var figures = new RunFigures(run.Figures);
        var model = figures.Headline(TargetNames.Primary);
        var skill = model is null ? null : figures.Find(model, TargetNames.Primary, Metrics.Skill);
        var gain = figures.Headline(Metrics.LogRv) is { } best ? figures.Find(best, Metrics.LogRv, Metrics.RSquaredOverHarMedianPair) : null;
        return new RunSummary(
            run.Id,
            run.Status,
            run.Command,
            model,
            skill?.Value,
            skill?.Error,
            gain?.Value,
            run.Checks.Count(check => check.Passed),
            run.Checks.Length);
    }
}
