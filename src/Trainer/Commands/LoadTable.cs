using Bqx.Trainer.Bars;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary>What an ingest did, for people.</summary>
internal static class LoadTable
{
    public static void Print(IAnsiConsole output, LoadSummary summary)
    {
        var table = new Table().AddColumns("file", "pair", "format", "zone", "rows", "accepted", "new or changed", "rejected");
        foreach (var file in summary.Files)
        {
            table.AddRow(
                Markup.Escape(file.File), file.Pair ?? "", file.Format ?? "", Markup.Escape(file.Zone ?? "utc"), $"{file.Rows:N0}",
                $"{file.Accepted:N0}", $"{file.Changed:N0}", Markup.Escape(Remark(file)));
        }

        output.Write(table);
        output.WriteLine(
            $"{summary.Rows:N0} rows read, {summary.Accepted:N0} accepted, {summary.Changed:N0} new or changed, "
            + $"{summary.Rows - summary.Accepted:N0} rejected, {summary.Failed} of {summary.Files.Count} files failed; "
            + $"{summary.Seconds:F1} s, {summary.RowsPerSecond:N0} rows/s.");
        if (summary.Done > 0)
        {
            output.WriteLine($"{summary.Done} files had been imported before and were not read again (--force does).");
        }

        if (summary.Rejected.Count > 0)
        {
            output.WriteLine("Rejected rows are kept: ./bqx ingest quarantine shows them.");
        }
    }

    private static string Remark(FileResult file) =>
        file.Error
        ?? (file.ImportedAt is { } at ? $"imported {at:yyyy-MM-dd HH:mm} already" : null)
        ?? string.Join(", ", [
            .. file.Rejected.Select(reason => $"{reason.Key} {reason.Value}"),
            .. file.ResumedAfter is { } after ? [$"resumed after {after}"] : Array.Empty<string>(),
        ]);
}
