using System.Xml.Linq;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Log realised volatility against HAR, pair by pair.</summary>
internal static class VolatilitySection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        var model = data.Figures.Headline(Metrics.LogRv);
        if (model is null)
        {
            yield return Missing("No model of volatility was judged.");
            yield break;
        }

        var rows = data.Figures.Rows(RunFigures.All).Where(row => row.Target == Metrics.LogRv).ToList();
        yield return HtmlTable.Of("Log realised volatility over all test rows: skill is R² less that of HAR.", rows, "target", "slice", "over");
        var gains = data.Figures.Slices("pair")
            .Select(slice => data.Figures.Find(model, Metrics.LogRv, Metrics.RSquaredOverHar, slice))
            .Where(figure => figure is not null && double.IsFinite(figure.Value))
            .Select(figure => new ForestRow(RunFigures.NameOf(figure!.Slice), figure.Value, figure.Error))
            .OrderByDescending(row => row.Value)
            .ToList();
        if (gains.Count == 0)
        {
            yield return Missing("R² by pair less that of HAR was not recorded.");
            yield break;
        }

        var median = Median(gains.Select(gain => gain.Value));
        yield return Tag(
            "p",
            $"On the median pair R² of {model} is {FigureText.Signed(median)} against HAR's; ",
            $"it is above HAR's on {gains.Count(gain => gain.Value > 0)} of {gains.Count} pairs.");
        yield return new ForestPlot(new ChartText(
            "R² of log realised volatility less that of HAR, by pair, ± 2 standard errors; the dashed line is the median pair.",
            $"Gain over HAR of {gains.Count} pairs: median {FigureText.Signed(median)}, "
            + $"lowest {FigureText.Signed(gains[^1].Value)}, highest {FigureText.Signed(gains[0].Value)}."))
        {
            Unit = "R² − R² of HAR",
            Guide = median,
            Zero = true,
        }.Of(gains);
    }

    /// <summary>The middle value, or the mean of the two.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
