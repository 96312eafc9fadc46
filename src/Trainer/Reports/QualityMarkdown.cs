using Bqx.Features;
using Bqx.Features.Lint;

namespace Bqx.Trainer.Reports;

/// <summary>The quality report as a document.</summary>
internal static class QualityMarkdown
{
    public static string Of(QualityReport report) => new MarkdownText()
        .Heading(1, "Features on real bars: rank, lint and missing values")
        .Paragraph($"From {report.Source}, {report.First} to {report.Last}: {report.Minutes:N0} market minutes with bars in {report.Segments} segments; {report.SilentMinutes:N0} minutes without a bar of any pair were filled. Catalogue {FeatureCatalogue.Schema.Fingerprint}, {report.Lint.Features} features.")
        .Heading(2, "Missing values")
        .Paragraph($"A missing minute is filled with the pair's last close and flagged; after 30 such minutes its predictions are flagged stale. A vector is complete or it is not published: minutes without one are the warm-up of {FeatureCatalogue.LongestLookback} market minutes at the start of each segment. No published vector holds a NaN.")
        .Table(
            ["pair", "bars", "filled", "filled, share", "stale", "longest gap, minutes", "vectors", "minutes without one"],
            report.Pairs.Select(Row))
        .Heading(2, "Rank and lint")
        .Paragraph($"Over {report.Lint.Vectors:N0} vectors. **Numerical rank: {report.Lint.Rank} of {report.Lint.Features}**; {report.Lint.DeclaredRelations} features are declared to be exact linear combinations of others. Effective rank, (Σλ)²/Σλ² of the correlation matrix: {report.Lint.EffectiveRank:0.0}.")
        .Paragraph($"Variance below 1e-12: {Names(report.Lint.Dead)}. |ρ| > 0.9999 without a declaration: {Names(report.Lint.Twins.Select(twin => $"{twin.One} ~ {twin.Other}"))}. Linear combinations without a declaration: {Names(report.Lint.Undeclared)}. The lint {(report.Lint.Passed ? "passes" : "FAILS")}.")
        .Heading(2, "Distribution of each feature")
        .Table(["feature", "mean", "deviation", "lowest", "highest"], report.Lint.Statistics.Select(Row))
        .ToString();

    private static IReadOnlyList<FormattableString> Row(PairQuality pair) =>
    [
        $"{pair.Pair.Name}",
        $"{pair.Bars:N0}",
        $"{pair.Filled:N0}",
        $"{100.0 * pair.Filled / Math.Max(1, pair.Bars + pair.Filled):0.00} %",
        $"{pair.Stale:N0}",
        $"{pair.LongestGap:N0}",
        $"{pair.Vectors:N0}",
        $"{pair.Incomplete:N0}",
    ];

    private static IReadOnlyList<FormattableString> Row(FeatureStatistics feature) =>
        [$"`{feature.Name}`", $"{feature.Mean:G4}", $"{feature.Deviation:G4}", $"{feature.Lowest:G4}", $"{feature.Highest:G4}"];

    private static string Names(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Select(name => $"`{name}`"));
        return text.Length == 0 ? "none" : text;
    }
}
