using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Whether the controls passed, then the verdict against each baseline in words.</summary>
internal static class SummarySection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        yield return ControlsSection.Banner(data.Run);
        if (data.Run.Status != "done")
        {
            yield return Tag("p", Class("banner bad"), $"The run is {data.Run.Status}: what follows is what it had found so far.");
        }

        if (data.Verdicts.Length == 0)
        {
            yield return Missing("No model was judged on its primary target, on volatility or on regimes.");
            yield break;
        }

        yield return Tag("p", Class("lead"), data.Verdicts[0].Sentence);
        foreach (var target in data.Verdicts.GroupBy(verdict => verdict.Target))
        {
            yield return Tag("h3", $"{target.Key}: {target.First().Model} against each baseline");
            yield return Tag("ul", Class("verdicts"), target.Select(verdict => Tag("li", Class(Mark(verdict)), verdict.Sentence)));
        }

        yield return Tag(
            "p",
            Class("note"),
            "Skill over the martingale is 1 − SSE / SSE of the martingale; of log_rv it is R² less that of HAR, of regime 1 − RPS / RPS of ",
            "climatology; all on rows that no part of the model was fitted on. Against a benchmark a difference counts as found beyond two ",
            "standard errors; against other baselines the difference of both skills is given, and counts at p < 0.05 of Diebold and Mariano's ",
            "test of the two.");
    }

    private static string Mark(RunVerdict verdict) => verdict.Finding switch
    {
        Finding.Better => "better",
        Finding.Worse => "worse",
        Finding.None => "none",
        _ => "unknown",
    };
}
