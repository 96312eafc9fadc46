using System.Xml.Linq;
using Bqx.Learning.Evaluation.Judging;
using Bqx.Learning.Inspection;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>What the last shared layer of the nets does: units by regime, and the layer of each pair.</summary>
internal static class SharedLayerSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        if (data.Run.Inspection is not { Shared.Pairs.Length: > 0 } inspection)
        {
            yield return Missing("No activations of shared layers were recorded.");
            yield break;
        }

        var shared = inspection.Shared;
        yield return Tag("p", SharedLayerText.Sentence(shared));
        yield return Heat(shared);
        yield return Fold("The layer by pair", HtmlTable.Of(
            $"The last shared layer of each pair's {inspection.Model} on its own rows of the last fold's calibration block.",
            SharedLayerText.Columns,
            shared.Pairs.Select(pair => (IReadOnlyList<object>)[.. SharedLayerText.Cells(pair)])));
    }

    private static XElement Heat(SharedLayer shared)
    {
        var units = shared.Units.ToDictionary(unit => $"unit {unit.Unit}", StringComparer.Ordinal);
        return new HeatMap(
            new ChartText(
                $"The {units.Count} units that tell the regimes apart most: mean activation in the regime that came, less that over all rows, in "
                + "the unit's deviations. Blue is more active than on average, orange less.",
                $"Activation of {units.Count} units in five regimes, over the rows and nets of all pairs."),
            RegimeNames.All,
            [.. units.Keys],
            (unit, regime) => (units[unit].Regimes[RegimeNames.All.IndexOf(regime)], null)).Of();
    }
}
