using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Writes rows of a feature family. The table gets a column, real, for every feature that it does not have yet.</summary>
internal sealed partial class FeatureTableWriter(Database database)
{
    private const int MaxColumns = 1_000;

    // Column lists that are known to exist, by table.
    private readonly ConcurrentDictionary<string, string> _ready = new();

    public async Task WriteAsync(FeatureTable rows, CancellationToken cancellationToken)
    {
        var table = PartitionedTable.Feature(rows.Table);
        Check(table, rows);
        var list = string.Join(',', rows.Columns);
        if (!table.IsFixed && (!_ready.TryGetValue(rows.Table, out var ready) || ready != list))
        {
            await EnsureColumnsAsync(table, rows, cancellationToken);
            _ready[rows.Table] = list;
        }

        string[] origin = table.Origin is null ? [] : [table.Origin];
        var loader = new LeafLoader(database, table, ["pair", "ts", .. origin, .. rows.Columns.Select(column => $"\"{column}\"")]);
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
        buffer.StartRow(rows.Pair, rows.Closes.Span[index], columns + (rows.Origin is null ? 2 : 3));
        if (rows.Origin is { } origin)
        {
            buffer.Write(origin.Bytes);
        }

        foreach (var value in rows.Values.Span.Slice(index * columns, columns))
        {
            buffer.Write(value);
        }
    }

    private Task EnsureColumnsAsync(PartitionedTable table, FeatureTable rows, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            // In autocommit: the lock of migrations is given back at once.
            await using var command = new NpgsqlCommand("select bqx.ensure_feature_columns($1, $2)", connection)
            {
                Parameters = { new() { Value = table.Name }, new() { Value = rows.Columns.ToArray() } },
                CommandTimeout = 60,
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    private static void Check(PartitionedTable table, FeatureTable rows)
    {
        CheckColumns(rows);
        if (table.Origin is null != rows.Origin is null)
        {
            throw new FaultException(
                Fault.InvalidInput,
                table.Origin is null ? $"Rows of {rows.Table} have no origin." : $"Rows of {rows.Table} need a digest as their {table.Origin}.");
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

    private static void CheckColumns(FeatureTable rows)
    {
        if (rows.Columns.Length is 0 or > MaxColumns)
        {
            throw new FaultException(Fault.InvalidInput, $"A feature table has 1 to {MaxColumns} columns, not {rows.Columns.Length}.");
        }

        if (rows.Columns.FirstOrDefault(column => !ColumnPattern().IsMatch(column)) is { } wrong)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"'{FaultException.Excerpt(wrong)}' is not a feature's name: use up to 63 of a-z, 0-9 and _, starting with a letter.");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ColumnPattern();
}
