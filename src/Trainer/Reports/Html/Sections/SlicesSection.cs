using System.Xml.Linq;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Skill on the primary target by part of the rows.</summary>
internal static class SlicesSection
{
    private static readonly string[] Kinds = ["pair", "month", "hour", "regime"];

    public static IEnumerable<XElement> Of(ReportData data)
    {
        foreach (var kind in Kinds)
        {
            var skills = data.Headline is not { } model ? [] : data.Figures.Slices(kind)
                .Select(slice => Skill(data, model, slice))
                .Where(skill => skill is not null)
                .Select(skill => new ForestRow(RunFigures.NameOf(skill!.Slice), skill.Value, skill.Error))
                .ToList();
            if (skills.Count == 0)
            {
                yield return Missing($"No skill by {kind} was recorded.");
                continue;
            }

            yield return Tag("h3", $"By {kind}");
            yield return Forest(data.Headline!, kind, skills);
            yield return Fold($"All models by {kind}", Heat(data, kind), Table(data, kind));
        }
    }

    private static XElement Forest(string model, string kind, List<ForestRow> rows) =>
        new ForestPlot(new ChartText(
            $"Skill of {model} over the martingale on {TargetNames.Primary} by {kind}, ± 2 standard errors. "
            + $"{Count(rows, row => row.Value > row.Reach)} of {rows.Count} lie above 0 by more than that, "
            + $"{Count(rows, row => row.Value < -row.Reach)} below.",
            $"Skill of {model} by {kind}; the table below has the same figures."))
        {
            Unit = "skill over the martingale",
        }.Of(rows);

    private static int Count(List<ForestRow> rows, Func<ForestRow, bool> condition) => rows.Count(row => row.Reach > 0 && condition(row));

    private static XElement Heat(ReportData data, string kind) => new HeatMap(
        new ChartText(
            $"Skill over the martingale by model and {kind}.",
            $"Skill of each model by {kind}; the table below has the figures of one model."),
        [.. data.Figures.Models.Where(model => data.Figures.Slices(kind).Any(slice => Skill(data, model, slice) is not null))],
        [.. data.Figures.Slices(kind)],
        (slice, model) => Skill(data, model, slice) is { } skill ? (skill.Value, skill.Error) : null).Of();

    private static Figure? Skill(ReportData data, string model, string slice) =>
        data.Figures.Find(model, TargetNames.Primary, Metrics.Skill, slice);

    private static XElement Table(ReportData data, string kind)
    {
        var rows = data.Figures.Slices(kind)
            .Select(slice => data.Figures.Row(data.Headline!, TargetNames.Primary, slice) with { Slice = RunFigures.NameOf(slice) })
            .ToList();
        return HtmlTable.Of($"{data.Headline} on {TargetNames.Primary} by {kind}.", rows, "model", "target", "over");
    }
}
