using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Writes rows of a feature family. The table gets a column, real, for every feature that it does not have yet.</summary>
internal sealed partial class FeatureTableWriter(Database database)
{
    private const int MaxColumns = 1_000;

    private static readonly FrozenSet<string> Tables = FrozenSet.Create("bqx", "reg");

    // Column lists that are known to exist, by table.
    private readonly ConcurrentDictionary<string, string> _ready = new();

    public async Task WriteAsync(FeatureTable rows, CancellationToken cancellationToken)
    {
        Check(rows);
        var table = new PartitionedTable(rows.Table);
        var list = string.Join(',', rows.Columns);
        if (!_ready.TryGetValue(rows.Table, out var ready) || ready != list)
        {
            await database.RunAsync(connection => AddColumnsAsync(connection, table, rows, cancellationToken), cancellationToken);
            _ready[rows.Table] = list;
        }

        var loader = new LeafLoader(database, table, ["pair", "ts", .. rows.Columns.Select(column => $"\"{column}\"")]);
        var buffer = new CopyBuffer();
        for (var first = 0; first < rows.Closes.Length;)
        {
            var month = Month.Of(rows.Closes.Span[first]);
            var end = first;
            buffer.Clear();
            for (var stop = month.Next.Start; end < rows.Closes.Length && rows.Closes.Span[end] < stop; end++)
            {
                Add(buffer, rows, end);
            }

            await loader.LoadAsync(rows.Pair, month, buffer, cancellationToken);
            first = end;
        }
    }

    private static void Add(CopyBuffer buffer, FeatureTable rows, int index)
    {
        var columns = rows.Columns.Length;
        buffer.StartRow(rows.Pair, rows.Closes.Span[index], columns + 2);
        foreach (var value in rows.Values.Span.Slice(index * columns, columns))
        {
            buffer.Write(value);
        }
    }

    private static async Task AddColumnsAsync(
        NpgsqlConnection connection, PartitionedTable table, FeatureTable rows, CancellationToken cancellationToken)
    {
        // Adding a column locks out every reader for a moment, even one that is there: so look first.
        var missing = await MissingAsync(connection, table, rows, cancellationToken);
        if (missing.Count == 0)
        {
            return;
        }

        var columns = missing.Select(column => $"add column if not exists \"{column}\" real");
        await using var command = new NpgsqlCommand(
            $"select pg_advisory_xact_lock({AdvisoryLocks.Migration}); alter table {table} {string.Join(", ", columns)}", connection)
        {
            CommandTimeout = 60,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<string>> MissingAsync(
        NpgsqlConnection connection, PartitionedTable table, FeatureTable rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select name from unnest($1) name where not exists "
            + "(select from pg_attribute where attrelid = $2::regclass and attname = name and not attisdropped)",
            connection)
        {
            Parameters = { new() { Value = rows.Columns.ToArray() }, new() { Value = table.ToString() } },
        };
        var missing = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            missing.Add(reader.GetString(0));
        }

        return missing;
    }

    private static void Check(FeatureTable rows)
    {
        if (!Tables.Contains(rows.Table))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(rows.Table)}' is not a feature table: use one of {string.Join(", ", Tables.Order())}.");
        }

        if (rows.Columns.Length is 0 or > MaxColumns || rows.Columns.FirstOrDefault(column => !ColumnPattern().IsMatch(column)) is not null)
        {
            var wrong = rows.Columns.FirstOrDefault(column => !ColumnPattern().IsMatch(column));
            throw new FaultException(
                Fault.InvalidInput,
                wrong is null
                    ? $"A feature table has 1 to {MaxColumns} columns, not {rows.Columns.Length}."
                    : $"'{FaultException.Excerpt(wrong)}' is not a feature's name: use up to 63 of a-z, 0-9 and _, starting with a letter.");
        }

        if (rows.Values.Length != rows.Closes.Length * rows.Columns.Length)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"{rows.Values.Length} values do not fill {rows.Closes.Length} rows of {rows.Columns.Length} columns.");
        }

        for (var i = 1; i < rows.Closes.Length; i++)
        {
            if (rows.Closes.Span[i] <= rows.Closes.Span[i - 1])
            {
                throw new FaultException(Fault.InvalidInput, $"The row at {rows.Closes.Span[i]} is not after the one before it.");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ColumnPattern();
}
