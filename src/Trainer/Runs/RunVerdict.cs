using System.Collections.Immutable;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Runs;

/// <summary>How the model that a run is known by stands against a baseline, on all test rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">What both predict.</param>
/// <param name="Baseline">What the model is held against.</param>
/// <param name="Difference">Skill over the baseline (of log RV: gain in R²), or the difference of their skill over the benchmark of the target.</param>
/// <param name="Error">Standard error of that; null where only the errors of the two alone are known.</param>
/// <param name="PValue">Of Diebold and Mariano's test of the two; null where it was not made.</param>
internal sealed record RunVerdict(string Model, string Target, string Baseline, double Difference, double? Error, double? PValue)
{
    private const double Level = 0.05;

    /// <summary>What that says.</summary>
    public Finding Finding => (Error, PValue) switch
    {
        ({ } error, _) => Difference > 2 * error ? Finding.Better : Difference < -2 * error ? Finding.Worse : Finding.None,
        (null, { } p) => p > Level ? Finding.None : Difference > 0 ? Finding.Better : Finding.Worse,
        _ => Finding.Unknown,
    };

    /// <summary>The same as a sentence.</summary>
    public string Sentence => Finding switch
    {
        Finding.Better => $"{Model} is better than {Named} on {Target}: {Figures}.",
        Finding.Worse => $"{Model} is worse than {Named} on {Target}: {Figures}.",
        Finding.None => $"No skill over {Named} was found on {Target}: {Figures}.",
        _ => $"{Model} against {Named} on {Target}: {Figures}; whether that is chance was not tested.",
    };

    private string Named => Baseline == ModelNames.Martingale ? $"the {Baseline}" : Baseline;

    private string Figures => FigureText.WithError(Difference, Error) + (PValue is { } p ? $", p {FigureText.PValue(p)}" : "");

    /// <summary>Verdicts on the primary target, on volatility and on regimes, against each baseline that is there.</summary>
    public static ImmutableArray<RunVerdict> Of(RunFigures figures) =>
    [
        .. from target in (string[])[TargetNames.Primary, Metrics.LogRv, Metrics.Regime]
           let model = figures.Headline(target)
           where model is not null
           from verdict in Of(figures, model, target)
           select verdict,
    ];

    private static IEnumerable<RunVerdict> Of(RunFigures figures, string model, string target)
    {
        var metric = TargetNames.SkillOf(target);
        var skill = figures.Find(model, target, metric)!;
        yield return new RunVerdict(model, target, skill.Baseline, skill.Value, skill.Error, Tested(figures, model, target, skill.Baseline));
        foreach (var baseline in ModelNames.Baselines.Where(name => name != skill.Baseline && name != model))
        {
            if (figures.Find(baseline, target, metric) is { } other && other.Baseline == skill.Baseline)
            {
                yield return new RunVerdict(model, target, baseline, skill.Value - other.Value, null, Tested(figures, model, target, baseline));
            }
        }
    }

    private static double? Tested(RunFigures figures, string model, string target, string baseline) =>
        figures.FindBeside(model, target, Metrics.DieboldMariano, baseline)?.PValue;
}
