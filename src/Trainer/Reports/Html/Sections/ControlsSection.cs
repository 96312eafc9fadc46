using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Controls and leak checks, before any figure that rests on them.</summary>
internal static class ControlsSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        var checks = data.Run.Checks;
        if (checks.Length == 0)
        {
            return [Missing("No control was recorded, so nothing vouches for the figures below.")];
        }

        return
        [
            HtmlTable.Of(
                "What was expected of each control and what came.",
                ["control", "kind", "result", "expected", "observed"],
                checks.OrderBy(check => check.Passed).Select(check =>
                (IReadOnlyList<object>)[check.Name, check.Kind, Result(check), check.Expected, check.Observed]),
                isText: true),
        ];
    }

    /// <summary>One line on all controls.</summary>
    public static XElement Banner(RunRecord run)
    {
        var failed = run.Checks.Count(check => !check.Passed);
        var (style, text) = (run.Checks.Length, failed) switch
        {
            (0, _) => ("banner bad", "No control was run: the figures below rest on none."),
            (var all, 0) => ("banner good", $"All {all} controls and leak checks passed."),
            (var all, _) => ("banner bad", $"{failed} of {all} controls and leak checks failed: the figures below cannot be trusted."),
        };
        return Tag("p", Class(style), Tag("a", Attribute("href", "#controls"), text));
    }

    private static XElement Result(RunCheck check) => check.Passed
        ? Tag("span", Class("good-text"), "passed")
        : Tag("span", Class("bad-text"), "FAILED");
}
