using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Making of leaf partitions. A leaf is built as a table of its own and then attached, which locks the parent against other
/// attachments only: readers and writers of other months go on. Who does not own the tables gets it made by <c>bqx.ensure_leaf</c>.
/// </summary>
internal static class Leaf
{
    /// <summary>The leaves of a table.</summary>
    public static async Task<IReadOnlyList<LeafInfo>> ListAsync(
        NpgsqlConnection connection, PartitionedTable table, CancellationToken cancellationToken)
    {
        var leaves = new List<LeafInfo>();
        await using var command = new NpgsqlCommand(
            $"""
            select c.relname::text, pg_total_relation_size(c.oid)
            from pg_partition_tree('{table}') t join pg_class c on c.oid = t.relid where t.isleaf
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (table.TryParse(reader.GetString(0), out var pair, out var month))
            {
                leaves.Add(new LeafInfo(pair, month, reader.GetInt64(1)));
            }
        }

        return leaves;
    }

    /// <summary>Sees to it that a leaf is there. Needs a transaction where several are made: others wait for its end.</summary>
    public static Task EnsureAsync(
        NpgsqlConnection connection, PartitionedTable table, Pair pair, Month month, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"select bqx.ensure_leaf('{table.Name}', '{pair.Name}', '{month.ToDate()}')", cancellationToken);

    /// <summary>
    /// Creates a leaf without its key, to be filled and then attached. False when there is one already, or it is not for this role to
    /// fill it like that; the leaf is then there. Needs a transaction: others wait for its end.
    /// </summary>
    public static async Task<bool> TryCreateAsync(
        NpgsqlConnection connection, PartitionedTable table, Pair pair, Month month, CancellationToken cancellationToken)
    {
        var leaf = table.Of(pair, month);
        await using var check = new NpgsqlCommand(
            $"""
            select pg_advisory_xact_lock(hashtextextended('{leaf}', 0));
            select to_regclass('{leaf}') is null, pg_has_role(relowner, 'usage') from pg_class where oid = '{table.Of(pair)}'::regclass
            """,
            connection);
        var (absent, owned) = (false, false);
        await using (var reader = await check.ExecuteReaderAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (absent, owned) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (!absent)
        {
            return false;
        }

        if (!owned)
        {
            await EnsureAsync(connection, table, pair, month, cancellationToken);
            return false;
        }

        // The check lets PostgreSQL attach without reading the rows.
        await ExecuteAsync(
            connection,
            $"""
            create table {leaf} (like {table.Of(pair)} including defaults including constraints);
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
            alter table {leaf} add primary key ({table.Key});
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
