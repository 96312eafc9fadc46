using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>How much is lost without each cluster of features.</summary>
internal static class ImportanceSection
{
    private const int MostBars = 40;
    private const int MostNamed = 4;

    public static IEnumerable<XElement> Of(ReportData data)
    {
        var clusters = data.Run.Importances.OrderByDescending(cluster => cluster.Value).ToList();
        if (clusters.Count == 0)
        {
            yield return Missing("No importance was recorded.");
            yield break;
        }

        var shown = clusters.Take(MostBars).ToList();
        var sure = clusters.Count(cluster => cluster.Value > 2 * cluster.Error);
        yield return new BarChart(new ChartText(
            "Loss of skill when a cluster of features is permuted, ± 2 standard errors over folds: "
            + $"the first {shown.Count} of {clusters.Count}. {sure} lie above 0 by more than that.",
            $"Importance of {shown.Count} clusters; the table below has the same figures."))
        {
            LabelWidth = 210,
            Unit = "loss of skill",
        }.Of([.. shown.Select(Bar)]);
        yield return Fold("All clusters", HtmlTable.Of(
            "Importance by cluster.",
            ["cluster", "loss of skill ± error", "features"],
            clusters.Select(cluster => (IReadOnlyList<object>)[cluster.Cluster, FigureText.WithError(cluster.Value, cluster.Error), Names(cluster)]),
            isText: true));
    }

    private static BarRow Bar(Importance cluster) => new(
        Shorten(cluster.Cluster),
        [cluster.Value],
        cluster.Error,
        $"{cluster.Cluster}: {FigureText.WithError(cluster.Value, cluster.Error)}; {Names(cluster)}");

    private static string Names(Importance cluster) =>
        string.Join(", ", cluster.Features.Take(MostNamed))
        + (cluster.Features.Length > MostNamed ? $" and {cluster.Features.Length - MostNamed} more" : "");

    private static string Shorten(string name) => name.Length > 30 ? name[..29] + "…" : name;
}
