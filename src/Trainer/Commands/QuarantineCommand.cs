using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>ingest quarantine</c>: rows that were set aside, as they came.</summary>
internal static class QuarantineCommand
{
    public static Command Create()
    {
        var pair = new Option<string?>("--pair") { Description = "Rows of one pair." };
        var reason = new Option<BarRejection?>("--reason") { Description = "Rows with one reason." };
        var limit = CommonOptions.Limit(100);
        var json = CommonOptions.Json();
        var command = new Command("quarantine", "Lists rows that were set aside, the latest first.") { pair, reason, limit, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var query = new QuarantineQuery(
                parsed.GetValue(pair) is { } name ? Pair.Parse(name) : null, parsed.GetValue(reason), parsed.GetValue(limit));
            var storage = await host.GetStorageAsync(cancellationToken);
            var rows = await storage.Quarantine.ReadAsync(query, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(rows.Select(Record));
            }
            else
            {
                Print(host.Output, rows);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static object Record(QuarantinedRow row) => new
    {
        Pair = row.Pair?.Name,
        Close = row.Close?.ToString(),
        row.Reason,
        row.Source,
        row.Line,
        row.Raw,
        row.Import,
        row.SeenAt,
    };

    private static void Print(IAnsiConsole output, IReadOnlyList<QuarantinedRow> rows)
    {
        var table = new Table().AddColumns("pair", "close", "reason", "source", "line", "row");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Pair?.Name ?? "", row.Close?.ToString() ?? "", $"{row.Reason}", Markup.Escape(row.Source), $"{row.Line}",
                Markup.Escape(new string([.. row.Raw.Select(symbol => char.IsControl(symbol) ? ' ' : symbol)])));
        }

        output.Write(table);
        output.WriteLine($"{rows.Count} rows.");
    }
}
