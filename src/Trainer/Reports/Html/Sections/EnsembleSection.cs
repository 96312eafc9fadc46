using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>Weights of the experts, pair by pair.</summary>
internal static class EnsembleSection
{
    public static IEnumerable<XElement> Of(ReportData data)
    {
        if (data.Run.Weights.Length == 0)
        {
            yield return Missing("No weights of an ensemble were recorded.");
            yield break;
        }

        foreach (var target in TargetNames.Sort(data.Run.Weights.Select(weight => weight.Target)))
        {
            var chart = Chart(target, [.. data.Run.Weights.Where(weight => weight.Target == target)]);
            yield return target == TargetNames.Primary ? chart : Fold(target, chart);
        }
    }

    private static XElement Chart(string target, List<ExpertWeight> weights)
    {
        var models = ModelNames.Sort(weights.Select(weight => weight.Model));
        var pairs = weights.Select(weight => weight.Pair).Distinct().Count();
        var means = models.Select(model => $"{model} {weights.Where(weight => weight.Model == model).Sum(weight => weight.Weight) / pairs:0.00}");
        return new BarChart(new ChartText($"{target}: weight of each expert by pair.", $"Mean weights over the pairs: {string.Join(", ", means)}."))
        {
            Parts = models,
            Unit = "weight",
        }.Of([.. weights.GroupBy(weight => weight.Pair).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Row(pair.Key, models, [.. pair]))]);
    }

    private static BarRow Row(string pair, IReadOnlyList<string> models, List<ExpertWeight> weights) => new(
        pair,
        [.. models.Select(model => weights.Where(weight => weight.Model == model).Sum(weight => weight.Weight))],
        null,
        $"{pair}: " + string.Join(", ", weights.Select(weight => $"{weight.Model} {weight.Weight:0.00}")));
}
