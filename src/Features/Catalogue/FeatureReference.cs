using System.Text;

namespace Bqx.Features;

/// <summary>The catalogue as a document in Markdown: <c>docs/features.md</c> is this text.</summary>
public static class FeatureReference
{
    /// <summary>All features by family, with formula, window, lag, lookback and declared relations.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# The features\n\n");
        text.Append("Generated from the catalogue by `./bqx features docs`. ");
        text.Append($"{FeatureCatalogue.Schema.Count} features, longest lookback {FeatureCatalogue.LongestLookback} market minutes, fingerprint\n");
        text.Append($"`{FeatureCatalogue.Schema.Fingerprint}`.\n\n");
        text.Append("P is the close in ticks, t the minute whose bar has just closed, r[t] = ln(P[t] / P[t−1]), σ the feature `vol_ewma_h240`, W the window.\n");
        text.Append("All values are free of the price's scale and use bars with close ≤ t only. Lookback counts market minutes, t included.\n\n");
        foreach (var family in FeatureCatalogue.All.GroupBy(feature => feature.Family))
        {
            Append(text, family.Key, [.. family]);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, FeatureFamily family, List<FeatureDefinition> features)
    {
        text.Append($"## {Title(family)}: {features.Count}\n\n");
        text.Append("| id | name | formula | from | W | lag | lookback | scaling | equals |\n|---:|---|---|---|---:|---:|---:|---|---|\n");
        foreach (var feature in features)
        {
            text.Append($"| {feature.Id} | `{feature.Name}` | {Cell(feature.Formula)} | {Cell(feature.Source)} | {Number(feature.Window)} | {Number(feature.Lag)} ");
            text.Append($"| {feature.Lookback} | {feature.Scaling} | {Cell(feature.LinearRelation ?? "")} |\n");
        }

        text.Append('\n');
    }

    private static string Title(FeatureFamily family) => family >= FeatureFamily.MomentumProducts
        ? $"X{(int)family - (int)FeatureFamily.MomentumProducts + 1} {family}"
        : $"{(int)family} {family}";

    private static string Number(int value) => value == 0 ? "" : $"{value}";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
