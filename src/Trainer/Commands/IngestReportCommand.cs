using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>ingest report</c>: the latest imports, and what is quarantined.</summary>
internal static class IngestReportCommand
{
    public static Command Create()
    {
        var limit = CommonOptions.Limit(50);
        var json = CommonOptions.Json();
        var command = new Command("report", "Lists the latest imports, and counts what is quarantined by pair and reason.") { limit, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var storage = await host.GetStorageAsync(cancellationToken);
            var imports = await storage.Imports.ListAsync(parsed.GetValue(limit), cancellationToken);
            var quarantine = await storage.Quarantine.CountAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Imports = imports.Select(Record), Quarantine = quarantine.Select(Record) });
            }
            else
            {
                Print(host.Output, imports, quarantine);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static object Record(BarImport import) => new
    {
        import.Id,
        File = import.Key.Name,
        Pair = import.Key.Pair.Name,
        Content = import.Key.Content.ToString(),
        import.Key.Options,
        import.Counts.Rows,
        import.Counts.Accepted,
        import.Counts.Changed,
        import.Counts.Rejected,
        Through = import.Through?.ToString(),
        import.StartedAt,
        import.FinishedAt,
    };

    private static object Record(QuarantineCount count) => new { Pair = count.Pair?.Name, count.Reason, count.Rows };

    private static void Print(IAnsiConsole output, IReadOnlyList<BarImport> imports, IReadOnlyList<QuarantineCount> quarantine)
    {
        var table = new Table().AddColumns("import", "file", "pair", "rows", "accepted", "new or changed", "rejected", "complete");
        foreach (var import in imports)
        {
            table.AddRow(
                $"{import.Id}", Markup.Escape(import.Key.Name), import.Key.Pair.Name, $"{import.Counts.Rows:N0}", $"{import.Counts.Accepted:N0}",
                $"{import.Counts.Changed:N0}", $"{import.Counts.Rejected:N0}",
                import.FinishedAt is { } at ? $"{at:yyyy-MM-dd HH:mm}" : $"interrupted after {import.Through?.ToString() ?? "nothing"}");
        }

        output.Write(table);
        foreach (var count in quarantine)
        {
            output.WriteLine($"quarantined: {count.Pair?.Name ?? "no pair"} {count.Reason} {count.Rows:N0}");
        }
    }
}
