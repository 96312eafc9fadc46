using System.CommandLine;
using Bqx.Storage;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>db status</c>.</summary>
internal static class DbStatusCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Shows the schema's version, the tables, the last bars, who holds the locks, and the replica. Changes nothing.")
        {
            json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var status = await (await host.OpenStorageAsync(cancellationToken)).Admin.GetStatusAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                WriteJson(host.Output, status);
            }
            else
            {
                Print(host.Output, status);
            }

            return ExitCode.Done;
        });
        return command;
    }

    internal static void WriteJson(IAnsiConsole output, DatabaseStatus status) => output.WriteJson(new
    {
        status.Server,
        status.Database,
        status.Version,
        status.Pending,
        status.Bytes,
        status.Tables,
        LastBar = status.LastBars.Count == 0 ? null : $"{status.LastBars.Max(last => last.Close)}",
        LastBars = status.LastBars.ToDictionary(last => last.Pair.Name, last => $"{last.Close}"),
        status.Locks,
        status.Replica,
    });

    internal static void Print(IAnsiConsole output, DatabaseStatus status)
    {
        output.WriteLine($"PostgreSQL {status.Server}, database {status.Database}, {status.Bytes / 1e6:N1} MB, schema version {status.Version}.");
        output.WriteLine(status.Pending.Count == 0 ? "No migration is pending." : $"Pending: {string.Join(", ", status.Pending)} ('db migrate' applies them).");
        var table = new Table().AddColumns("table", "rows (about)", "MB", "partitions", "months", "pairs by month");
        foreach (var one in status.Tables)
        {
            table.AddRow(one.Name, $"{one.Rows:N0}", $"{one.Bytes / 1e6:N1}", one.Partitions == 0 ? "" : $"{one.Partitions:N0}", Months(one), Pairs(one));
        }

        output.Write(table);
        foreach (var group in status.LastBars.GroupBy(last => last.Close).OrderByDescending(group => group.Key))
        {
            output.WriteLine($"Last bar {group.Key}: {(group.Count() == Core.Pair.Count ? "all pairs" : string.Join(", ", group.Select(last => last.Pair)))}.");
        }

        foreach (var holder in status.Locks)
        {
            output.WriteLine(
                $"Lock '{holder.Lock}' is {(holder.Held ? "held" : "waited for")} by process {holder.Process} ({holder.Application}, {holder.Client ?? "local"}), "
                + $"connected since {holder.Since:yyyy-MM-dd HH:mm:ss}Z.");
        }

        output.WriteLine(status.Replica switch
        {
            null => "No read replica (BQX_POSTGRES_REPLICA is not set).",
            { IsUsed: true } replica => $"The read replica is used; it is {replica.LagSeconds:F1} s behind.",
            var replica => $"The read replica is not used: {replica.Reason}",
        });
    }

    private static string Months(TableStatus table) => table.Months.Count == 0 ? "" : $"{table.Months[0].Month} to {table.Months[^1].Month}";

    private static string Pairs(TableStatus table)
    {
        var counts = table.Months.Select(month => month.Pairs).Distinct().Order().ToList();
        return counts.Count == 0 ? "" : string.Join(" to ", new[] { counts[0], counts[^1] }.Distinct());
    }
}
