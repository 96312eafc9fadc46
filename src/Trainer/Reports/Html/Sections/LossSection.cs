using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Loss by epoch of each net: small charts, those of the last fold first.</summary>
internal static class LossSection
{
    private const int MostCharts = 96;
    private const int MostOpen = 8;

    public static IEnumerable<XElement> Of(ReportData data)
    {
        var curves = data.Run.Curves.Where(curve => curve.Train.Length > 0).ToList();
        if (curves.Count == 0)
        {
            yield return Missing("No loss curve was recorded.");
            yield break;
        }

        var shown = curves.OrderByDescending(curve => curve.Fold).Take(MostCharts).ToList();
        yield return Drawing.Key(["training", "validation"])!;
        var more = curves.Count > MostCharts ? $" {curves.Count - MostCharts} more curves are in run.json." : "";
        yield return Tag(
            "p",
            Class("note"),
            $"Each caption names the epoch that was kept, the dashed line, and its validation loss.{more}");
        foreach (var model in shown.GroupBy(curve => curve.Model).OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            var charts = model.OrderByDescending(curve => curve.Fold).ThenBy(curve => curve.Pair, StringComparer.Ordinal).Select(Chart).ToList();
            var open = charts.Count <= MostOpen ? charts.Count : MostOpen / 2;
            yield return Tag("h3", model.Key);
            yield return Tag("div", Class("small"), charts.Take(open));
            if (charts.Count > open)
            {
                yield return Fold($"{charts.Count - open} more nets", Tag("div", Class("small"), charts.Skip(open)));
            }
        }
    }

    private static XElement Chart(LossCurve curve)
    {
        var name = string.Join(", ", new[] { curve.Pair, $"fold {curve.Fold}" }.Where(part => part.Length > 0));
        var best = curve.BestEpoch >= 0 && curve.BestEpoch < curve.Validation.Length
            ? $": {FigureText.Plain(curve.Validation[curve.BestEpoch])} at {curve.BestEpoch}"
            : "";
        return new LineChart(new ChartText(
            name + best,
            $"Loss of {curve.Model}, {name}: training {FigureText.Short(curve.Train[0])} to {FigureText.Short(curve.Train[^1])} "
            + $"in {curve.Train.Length} epochs{best}."))
        {
            Width = 240,
            Height = 150,
            Mark = curve.BestEpoch,
            HasKey = false,
        }.Of([Series("training", curve.Train), Series("validation", curve.Validation)]);
    }

    private static LineSeries Series(string name, System.Collections.Immutable.ImmutableArray<double> loss) =>
        new(name, [.. Enumerable.Range(0, loss.Length).Select(epoch => (double)epoch)], loss);
}
