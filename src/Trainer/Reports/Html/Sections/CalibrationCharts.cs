using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Observed against nominal, a chart for each target.</summary>
internal static class CalibrationCharts
{
    /// <returns>Null where there is no curve.</returns>
    public static XElement? Of(IEnumerable<CalibrationCurve> curves, string unit, string note)
    {
        var targets = curves.Where(curve => curve.Nominal.Length > 0).GroupBy(curve => curve.Target).ToList();
        return targets.Count == 0
            ? null
            : Tag("div", Tag("p", Class("note"), note), Tag("div", Class("pairwise"), targets.Select(target => Of(target.Key, [.. target], unit))));
    }

    private static XElement Of(string target, List<CalibrationCurve> curves, string unit) =>
        new LineChart(new ChartText(target, $"Calibration of {target}: " + string.Join("; ", curves.Select(Words)))) { Width = 420, Height = 330, XTitle = unit, IsCalibration = true }
            .Of([.. curves.Select(curve => new LineSeries(curve.Model, curve.Nominal, curve.Observed))]);

    private static string Words(CalibrationCurve curve) =>
        $"{curve.Model} " + string.Join(
            ", ",
            Drawing.Thin(Math.Min(curve.Nominal.Length, curve.Observed.Length), 12)
                .Select(i => $"{curve.Nominal[i]:0.00} → {curve.Observed[i]:0.000}"));
}
