using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Reports;

/// <summary>A short summary of a run as a document: controls, verdicts, figures, and how to make the same again.</summary>
internal static class RunMarkdown
{
    public static string Of(RunRecord run)
    {
        var figures = new RunFigures(run.Figures);
        var text = new MarkdownText().Heading(1, $"Run {Cell(run.Id)}").Paragraph($"Status {run.Status}. The same again: `{run.Command}`");
        AddControls(text, run);
        text.Heading(2, "Verdicts");
        foreach (var verdict in RunVerdict.Of(figures))
        {
            text.Paragraph($"- {Cell(verdict.Sentence)}");
        }

        AddFigures(text, figures);
        if (run.Inspection is { } inspection)
        {
            InspectionMarkdown.Add(text, inspection);
        }

        AddFacts(text, run);
        return text.ToString();
    }

    private static void AddControls(MarkdownText text, RunRecord run)
    {
        text.Heading(2, "Controls and leak checks");
        if (run.Checks.Length == 0)
        {
            text.Paragraph($"No control was run: the figures below rest on none.");
            return;
        }

        text.Paragraph($"{run.Checks.Count(check => check.Passed)} of {run.Checks.Length} passed.")
            .Table(
                ["control", "kind", "passed", "expected", "observed"],
                run.Checks.Select(check => Row(check.Name, check.Kind, check.Passed ? "yes" : "NO", check.Expected, check.Observed)));
    }

    private static void AddFigures(MarkdownText text, RunFigures figures)
    {
        text.Heading(2, "Figures over all test rows");
        foreach (var target in figures.Rows(RunFigures.All).GroupBy(row => row.Target))
        {
            var rows = target.ToList();
            var columns = FigureColumn.Of(rows, "target", "slice");
            text.Heading(3, Cell(target.Key))
                .Table([.. columns.Select(column => column.Name)], rows.Select(row => Row([.. columns.Select(column => column.Text(row))])));
        }
    }

    private static void AddFacts(MarkdownText text, RunRecord run)
    {
        text.Heading(2, "Data and plan").Table(
            ["fact", "value"],
            [
                Row("seed", $"{run.Seed}"),
                Row("code version", run.CodeVersion),
                Row("SHA-256 of the bars", run.DataHash),
                .. run.Facts.Select(fact => Row(fact.Name, fact.Value)),
            ]);
        if (run.Folds.Length > 0)
        {
            text.Table(
                ["fold", "block", "first", "last", "rows"],
                run.Folds.Select(fold => Row($"{fold.Fold}", fold.Role, fold.First, fold.Last, $"{fold.Rows:N0}")));
        }
    }

    internal static IReadOnlyList<FormattableString> Row(params IEnumerable<string> cells) =>
        [.. cells.Select(cell => (FormattableString)$"{Cell(cell)}")];

    private static string Cell(string text) => text.ReplaceLineEndings(" ")
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
