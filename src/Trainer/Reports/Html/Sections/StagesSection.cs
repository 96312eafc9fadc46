using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Where the time went, and what was published.</summary>
internal static class StagesSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        var (stages, packages) = (data.Run.Stages, data.Run.Packages);
        if (stages.Length == 0)
        {
            yield return Missing("No time of a stage was recorded.");
        }
        else
        {
            yield return new BarChart(new ChartText(
                $"Time by stage, {FigureText.Duration(stages.Sum(stage => stage.Seconds))} in all.",
                string.Join(", ", stages.Select(stage => $"{stage.Stage} {FigureText.Duration(stage.Seconds)}")) + "."))
            {
                LabelWidth = 180,
                Unit = "seconds",
            }.Of([.. stages.Select(stage => new BarRow(stage.Stage, [stage.Seconds], null, $"{stage.Stage}: {FigureText.Duration(stage.Seconds)}"))]);
        }

        yield return packages.Length == 0
            ? Missing("No package was published.")
            : Fold($"{packages.Length} packages published", Tag("ul", packages.Select(package => Tag("li", Tag("code", package)))));
    }
}
