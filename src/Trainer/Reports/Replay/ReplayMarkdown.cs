using Bqx.Features;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>The replay's report as a document.</summary>
internal static class ReplayMarkdown
{
    public static string Of(ReplayReport report) => new MarkdownText()
        .Heading(1, "Features in the stream and in the batch")
        .Paragraph($"From {report.Source}, {report.First} to {report.Last}: {report.Minutes:N0} market minutes with bars, SHA-256 {report.Bars}. Catalogue {FeatureCatalogue.Schema.Fingerprint}.")
        .Paragraph($"Every vector was computed twice: in the stream, one engine taking in minute after minute from the first to the last; and in the batch, another engine taking each trading day by itself, from the snapshot before it, the bars of a minute in reverse order. Of each day the values of all vectors and the engine's state after it are compared bit for bit. **{report.Vectors:N0} vectors, {report.Months.Sum(month => month.Days)} days, {report.Differing} of them differ.**")
        .Table(
            ["month", "days", "vectors", "days that differ", "SHA-256 of the days' values"],
            report.Months.Select(IReadOnlyList<FormattableString> (month) =>
                [$"{month.Month:yyyy-MM}", $"{month.Days}", $"{month.Vectors:N0}", $"{month.Differing}", $"`{month.Values}`"]))
        .ToString();
}
