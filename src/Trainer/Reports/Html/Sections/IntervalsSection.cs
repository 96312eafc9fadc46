using System.Xml.Linq;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Whether intervals of nominally 90 % hold as often as they say.</summary>
internal static class IntervalsSection
{
    private const double Low = 0.88;
    private const double High = 0.92;

    public static IEnumerable<XElement> Of(ReportData data)
    {
        var charts = new[] { TargetNames.Primary, Metrics.LogRv }.Select(target => ByPair(data, target)).OfType<XElement>().ToList();
        foreach (var chart in charts)
        {
            yield return chart;
        }

        if (charts.Count == 0)
        {
            yield return Missing("No coverage by pair was recorded.");
        }

        yield return CalibrationCharts.Of(
            data.Run.Calibration.Where(curve => !curve.Target.StartsWith(Metrics.Regime, StringComparison.Ordinal)),
            "nominal coverage",
            "Share of rows inside the interval, against its nominal level. Above the dashed line intervals are too wide, below too narrow.")
            ?? Missing("No calibration curve was recorded.");
    }

    private static XElement? ByPair(ReportData data, string target)
    {
        var model = ModelNames.Headlines.Concat(data.Figures.Models).FirstOrDefault(name => data.Figures.Find(name, target, Metrics.Coverage) is not null);
        var rows = model is null ? [] : data.Figures.Slices("pair")
            .Select(slice => data.Figures.Find(model, target, Metrics.Coverage, slice))
            .Where(figure => figure is not null && double.IsFinite(figure.Value))
            .Select(figure => new ForestRow(RunFigures.NameOf(figure!.Slice), figure.Value, figure.Error))
            .ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var inside = rows.Count(row => row.Value is >= Low and <= High);
        return new ForestPlot(new ChartText(
            $"{target}, {model}: coverage of the 90 % interval by pair, ± 2 standard errors. "
            + $"{inside} of {rows.Count} pairs lie in the green band of 88 to 92 %.",
            $"Coverage of {rows.Count} pairs: lowest {FigureText.Percent(rows.Min(row => row.Value))}, "
            + $"highest {FigureText.Percent(rows.Max(row => row.Value))}; {inside} lie from 88 to 92 %."))
        {
            Unit = "share of rows inside",
            Guide = 0.9,
            Band = (Low, High),
            Format = row => FigureText.Percent(row.Value) + (row.Error is { } error ? $" ± {FigureText.Percent(error)}" : ""),
        }.Of(rows);
    }
}
