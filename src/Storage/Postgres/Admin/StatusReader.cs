using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Reads what <see cref="DatabaseStatus"/> tells, without changing anything and without reading rows.</summary>
internal sealed class StatusReader(Database database)
{
    // reltuples is of the last ANALYZE or index build, the statistics know what came since but not what a crash lost: the larger is nearer.
    private const string TablesQuery =
        """
        select root.relname::text, sum(greatest(part.reltuples, pg_stat_get_live_tuples(part.oid), 0))::bigint,
            sum(pg_total_relation_size(part.oid))::bigint
        from pg_class root
        cross join lateral (
            select root.oid as relid where root.relkind = 'r'
            union all select relid from pg_partition_tree(root.oid) where root.relkind = 'p' and isleaf) tree
        join pg_class part on part.oid = tree.relid
        where root.relnamespace = to_regnamespace('bqx') and root.relkind in ('r', 'p') and not root.relispartition
        group by root.relname order by root.relname
        """;

    private const string PartitionedQuery =
        """
        select relname::text from pg_class
        where relnamespace = to_regnamespace('bqx') and relkind = 'p' and not relispartition order by relname
        """;

    private static readonly string LocksQuery =
        $"""
        select l.objid::bigint, l.granted, a.pid, a.application_name, host(a.client_addr), a.backend_start
        from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.classid = 0 and l.objsubid = 1 and l.objid in ({AdvisoryLocks.Migration}, {AdvisoryLocks.Ingest})
            and l.database = (select oid from pg_database where datname = current_database())
        order by l.objid, l.granted desc, a.backend_start
        """;

    private static readonly string LastBarsQuery = string.Join(" union all ", Pair.All.Select(pair =>
        $"(select '{pair.Name}', ts from {PartitionedTable.Bars.Of(pair)} where pair = '{pair.Name}' order by ts desc limit 1)"));

    public Task<DatabaseStatus> ReadAsync(ReplicaStatus? replica, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var version = await Migrator.FindVersionAsync(connection, cancellationToken);
            var (name, bytes) = (await QueryAsync(
                connection, "select current_database()::text, pg_database_size(current_database())", row => (row.GetString(0), row.GetInt64(1)), cancellationToken))[0];
            return new DatabaseStatus(
                connection.PostgreSqlVersion.ToString(),
                name,
                version,
                [.. Migration.All.Where(migration => migration.Version > version).Select(migration => $"{migration.Version:0000} {migration.Name}")],
                bytes,
                await TablesAsync(connection, cancellationToken),
                version == 0 ? [] : await LastBarsAsync(connection, cancellationToken),
                await QueryAsync(connection, LocksQuery, ToHolder, cancellationToken),
                replica);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<TableStatus>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var sizes = await QueryAsync(
            connection, TablesQuery, row => (Name: row.GetString(0), Rows: row.GetInt64(1), Bytes: row.GetInt64(2)), cancellationToken);
        var tables = sizes.ToDictionary(size => size.Name, size => new TableStatus(size.Name, size.Rows, size.Bytes, 0, []));
        foreach (var root in await QueryAsync(connection, PartitionedQuery, row => row.GetString(0), cancellationToken))
        {
            var leaves = await Leaf.ListAsync(connection, new PartitionedTable(root), cancellationToken);
            var months = leaves.CountBy(leaf => leaf.Month).OrderBy(month => month.Key).Select(month => new MonthStatus($"{month.Key}", month.Value));
            tables[root] = tables.GetValueOrDefault(root, new TableStatus(root, 0, 0, 0, [])) with { Partitions = leaves.Count, Months = [.. months] };
        }

        return [.. tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<LastBar>> LastBarsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. (await QueryAsync(
            connection,
            LastBarsQuery,
            row => new LastBar(Pair.Parse(row.GetString(0)), Minute.Floor(row.GetFieldValue<DateTimeOffset>(1))),
            cancellationToken)).OrderBy(last => last.Pair)];

    private static LockHolder ToHolder(NpgsqlDataReader row) => new(
        row.GetInt64(0) == AdvisoryLocks.Ingest ? "ingest" : "migration",
        row.GetBoolean(1),
        row.GetInt32(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5));

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
