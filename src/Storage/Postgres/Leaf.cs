using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Making of leaf partitions. A leaf is built as a table of its own and then attached, which locks the parent against other
/// attachments only: readers and writers of other months go on.
/// </summary>
internal static class Leaf
{
    /// <summary>Creates a leaf without its key. False when there is one already. Needs a transaction: others wait for its end.</summary>
    public static async Task<bool> TryCreateAsync(
        NpgsqlConnection connection, PartitionedTable table, Pair pair, Month month, CancellationToken cancellationToken)
    {
        var leaf = table.Of(pair, month);
        await using var check = new NpgsqlCommand(
            $"select pg_advisory_xact_lock(hashtextextended('{leaf}', 0)); select to_regclass('{leaf}') is null", connection);
        await using (var reader = await check.ExecuteReaderAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            if (!reader.GetBoolean(0))
            {
                return false;
            }
        }

        // The check lets PostgreSQL attach without reading the rows.
        await ExecuteAsync(
            connection,
            $"""
            create table {leaf} (like {table.Of(pair)} including defaults);
            alter table {leaf} add constraint bounds check
                (pair = '{pair.Name}' and ts >= '{month.ToSql()}' and ts < '{month.Next.ToSql()}');
            """,
            cancellationToken);
        return true;
    }

    /// <summary>Gives a new leaf its key and attaches it.</summary>
    public static Task AttachAsync(
        NpgsqlConnection connection, PartitionedTable table, Pair pair, Month month, CancellationToken cancellationToken)
    {
        var leaf = table.Of(pair, month);
        return ExecuteAsync(
            connection,
            $"""
            alter table {leaf} add primary key ({(table == PartitionedTable.Predictions ? "pair, ts, model, version, target" : "pair, ts")});
            alter table {table.Of(pair)} attach partition {leaf} for values from ('{month.ToSql()}') to ('{month.Next.ToSql()}');
            alter table {leaf} drop constraint bounds;
            """,
            cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
