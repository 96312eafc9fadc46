using System.Xml.Linq;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Every model on every target, over all test rows.</summary>
internal static class FiguresSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        var rows = data.Figures.Rows(RunFigures.All).ToList();
        if (rows.Count == 0)
        {
            yield return Missing("No figure was recorded.");
            yield break;
        }

        var skilled = rows.Where(row => row.Skill is not null).ToList();
        var first = skilled.Where(row => row.Target == TargetNames.Primary).ToList();
        if (first.Count > 0)
        {
            yield return Forest(first);
        }

        var overMartingale = skilled.Where(row => row.Skill!.Baseline == ModelNames.Martingale).ToList();
        if (overMartingale.Count > 0)
        {
            yield return Heat(data, overMartingale);
        }

        foreach (var target in rows.GroupBy(row => row.Target))
        {
            var table = HtmlTable.Of(Caption(target.Key), target.ToList(), "target", "slice", "over");
            yield return target.Key == TargetNames.Primary ? table : Fold(target.Key, table);
        }
    }

    private static string Caption(string target) => target switch
    {
        Metrics.LogRv => "log_rv: skill is R² less that of HAR, with its HAC standard error; errors in log units.",
        Metrics.Regime => "regime: skill is that of the ranked probability score (RPS) over climatology, with its HAC standard error.",
        _ => $"{target}: skill over the martingale ± HAC error, tests, share of right signs (DA), R² beside the martingale's, errors in the unit of BQX.",
    };

    private static XElement Forest(List<FigureRow> rows) =>
        new ForestPlot(new ChartText(
            $"Skill over the martingale on {TargetNames.Primary}, ± 2 standard errors. Right of 0 is better.",
            $"Skill of {rows.Count} models on {TargetNames.Primary} with their errors; the table below has the same figures."))
        {
            Unit = "skill over the martingale",
        }.Of([.. rows.Select(row => new ForestRow(row.Model, row.Skill!.Value, row.Skill.Error))]);

    private static XElement Heat(ReportData data, List<FigureRow> rows) => new HeatMap(
        new ChartText(
            "Skill over the martingale by model and target. Blue is better than the martingale, orange worse; errors appear under the "
            + "pointer and in the tables.",
            "Skill of each model on each target; the tables below have the same figures."),
        TargetNames.Sort(rows.Select(row => row.Target)),
        ModelNames.Sort(rows.Select(row => row.Model)),
        (model, target) => data.Figures.Find(model, target, Metrics.Skill) is { } skill ? (skill.Value, skill.Error) : null).Of();
}
