using System.Xml.Linq;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>The ranked probability score of regimes, and how often what was called likely came.</summary>
internal static class RegimeSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        var rows = data.Figures.Rows(RunFigures.All).Where(row => row.Target == Metrics.Regime).ToList();
        yield return rows.Count == 0
            ? Missing("No model of regimes was judged.")
            : HtmlTable.Of("Regimes over all test rows: skill is of the ranked probability score (RPS) over climatology.", rows, "target", "slice", "over");
        yield return CalibrationCharts.Of(
            data.Run.Calibration.Where(curve => curve.Target.StartsWith(Metrics.Regime, StringComparison.Ordinal)),
            "forecast probability",
            "How often a regime came, against how likely it was called. On the dashed line forecasts mean what they say.")
            ?? Missing("No reliability of regimes was recorded.");
    }
}
