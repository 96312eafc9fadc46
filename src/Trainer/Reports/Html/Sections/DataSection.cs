using System.Xml.Linq;
using Bqx.Trainer.Reports.Html.Charts;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Sections;

/// <summary>What was read, how it was split, and how to make the same again.</summary>
internal static class DataSection
{
    private static readonly string[] Roles = ["train", "validation", "calibration", "test", "lock_box"];

    public static IEnumerable<XElement> Of(ReportData data)
    {
        var run = data.Run;
        yield return Tag("p", "The same again:");
        yield return Tag("pre", Tag("code", run.Command));
        RunFact[] facts =
            [new("seed", $"{run.Seed}"), new("code version", run.CodeVersion), new("SHA-256 of the bars", run.DataHash), .. run.Facts];
        yield return HtmlTable.Of(
            "Plan, data and machine.", ["fact", "value"], facts.Select(fact => (IReadOnlyList<object>)[fact.Name, fact.Value]), isText: true);
        if (run.Folds.Length == 0)
        {
            yield return Missing("No fold was recorded.");
            yield break;
        }

        if (Timeline(run) is { } timeline)
        {
            yield return timeline;
        }

        yield return Fold("All blocks", HtmlTable.Of(
            "First and last minute of each block, and its rows.",
            ["fold", "block", "first", "last", "rows"],
            run.Folds.Select(fold => (IReadOnlyList<object>)[$"{fold.Fold}", fold.Role, fold.First, fold.Last, $"{fold.Rows:N0}"])));
    }

    private static XElement? Timeline(RunRecord run)
    {
        string[] roles = [.. Roles.Where(role => run.Folds.Any(fold => fold.Role == role)), .. run.Folds.Select(fold => fold.Role).Except(Roles)];
        var spans = run.Folds.Select(fold => Span(fold, roles)).OfType<TimelineSpan>().ToList();
        var text = new ChartText(
            "Blocks of each fold. Between two blocks lie the purge and the embargo.",
            $"Timeline of {run.Folds.Select(fold => fold.Fold).Distinct().Count()} folds; the table below has the same blocks.");
        return spans.Count == 0 ? null : new Timeline(text).Of(spans, roles);
    }

    private static TimelineSpan? Span(RunFold fold, string[] roles) =>
        Instant(fold.First) is { } first && Instant(fold.Last) is { } last
            ? new TimelineSpan(
                fold.Role == "lock_box" ? "lock box" : $"fold {fold.Fold}",
                Array.IndexOf(roles, fold.Role),
                first,
                last,
                $"{fold.Role}: {fold.First} to {fold.Last}, {fold.Rows:N0} rows")
            : null;

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
