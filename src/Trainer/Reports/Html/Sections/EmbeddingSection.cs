using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>The embedding in two dimensions, what its dimensions go with, and the autoencoder beside PCA.</summary>
internal static class EmbeddingSection
{
    private const int MostCorrelations = 64;

    public static IEnumerable<XElement> Of(ReportData data)
    {
        var parts = data.Run.Embedding is { } map ? Map(map) : [Missing("No embedding was recorded.")];
        var against = data.Run.Ablations.Where(ablation => IsPca(ablation.With) || IsPca(ablation.Without) || IsPca(ablation.Name)).ToList();
        return parts.Append(against.Count == 0
            ? Missing("The autoencoder was not compared with PCA of equal size.")
            : AblationsSection.Table("The autoencoder against PCA-64, 64 numbers each.", against));
    }

    private static IEnumerable<XElement> Map(EmbeddingMap map)
    {
        yield return Tag("p", $"Silhouette of the clusters: {FigureText.Signed(map.Silhouette)} (1: well apart, 0: no clusters).");
        var clusters = map.Cluster.Distinct().Order().Select(cluster => $"cluster {cluster}").ToList();
        var pairs = map.Pair.Distinct().Order(StringComparer.Ordinal).ToList();
        yield return Tag(
            "div",
            Class("pairwise"),
            new ScatterPlot(Text("cluster", clusters.Count)).Of(map.X, map.Y, [.. map.Cluster.Select(cluster => $"cluster {cluster}")], clusters),
            new ScatterPlot(Text("pair", pairs.Count)).Of(map.X, map.Y, map.Pair, pairs));
        if (map.Correlations.Length > 0)
        {
            yield return Fold("Strongest correlations with named features", HtmlTable.Of(
                "Correlation of dimensions of the embedding with features.",
                ["dimension", "feature", "correlation"],
                map.Correlations.OrderByDescending(one => Math.Abs(one.Correlation)).ThenBy(one => one.Dimension).Take(MostCorrelations)
                    .Select(one => (IReadOnlyList<object>)[$"{one.Dimension}", one.Feature, FigureText.Signed(one.Correlation)])));
        }
    }

    private static ChartText Text(string kind, int groups) => new(
        $"The embedding in two dimensions, coloured by {kind}." + (groups > 8 ? " Colours come round after eight; a name appears under the pointer." : ""),
        $"Map of the embedding by {kind}, {groups} of them; nearness means likeness, the axes mean nothing.");

    private static bool IsPca(string name) => name.Contains("pca", StringComparison.OrdinalIgnoreCase);
}
