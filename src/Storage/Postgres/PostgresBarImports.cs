using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Imports in <c>bqx.ingest_file</c>. Two of the same file at the same time do the same work twice, and no harm.</summary>
internal sealed class PostgresBarImports(Database database, PostgresBarLoader loader) : IBarImports
{
    private const string Columns =
        "id, name, content, pair::text, options, through, read_rows, accepted, changed, rejected, started_at, finished_at";

    // Bars may have been removed since: an import is complete only while the last one that it stored is there.
    private const string Begin =
        $"""
        insert into bqx.ingest_file as old (name, content, pair, options) values ($1, $2, $3::bqx.pair, $4)
        on conflict (content, pair, options) do update set name = excluded.name
        returning {Columns}, through is null or exists (select from bqx.m1 where m1.pair = old.pair and m1.ts = old.through)
        """;

    private const string Restart =
        $"""
        update bqx.ingest_file set through = null, read_rows = 0, accepted = 0, changed = 0, rejected = 0, started_at = now(), finished_at = null
        where id = $1 returning {Columns}
        """;

    public Task<BarImport> BeginAsync(BarImportKey key, bool force, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var begin = new NpgsqlCommand(Begin, connection)
            {
                Parameters =
                {
                    new() { Value = key.Name }, new() { Value = key.Content.Bytes.ToArray() }, new() { Value = key.Pair.Name },
                    new() { Value = key.Options },
                },
            };
            BarImport import;
            bool stands;
            await using (var reader = await begin.ExecuteReaderAsync(cancellationToken))
            {
                await reader.ReadAsync(cancellationToken);
                (import, stands) = (Read(reader), reader.GetBoolean(12));
            }

            return stands && !force ? import : await RestartAsync(connection, import.Id, cancellationToken);
        },
        cancellationToken);

    public Task<long> LoadAsync(BarImport import, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken) => loader.LoadAsync(
        import.Key.Pair,
        bars,
        async (connection, last, changed) =>
        {
            await using var advance = new NpgsqlCommand(
                "update bqx.ingest_file set through = greatest(through, $2), changed = changed + $3 where id = $1", connection)
            {
                Parameters = { new() { Value = import.Id }, new() { Value = last.ToDateTime() }, new() { Value = changed } },
            };
            await advance.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task FinishAsync(
        BarImport import, BarImportCounts counts, IReadOnlyList<QuarantinedRow> rejected, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var finish = new NpgsqlCommand(
                """
                update bqx.ingest_file set read_rows = $2, accepted = $3, rejected = $4, finished_at = clock_timestamp() where id = $1
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = import.Id }, new() { Value = counts.Rows }, new() { Value = counts.Accepted }, new() { Value = counts.Rejected },
                },
            })
            {
                await finish.ExecuteNonQueryAsync(cancellationToken);
            }

            await using (var forget = new NpgsqlCommand("delete from bqx.quarantine where import_id = $1", connection)
            {
                Parameters = { new() { Value = import.Id } },
            })
            {
                await forget.ExecuteNonQueryAsync(cancellationToken);
            }

            await PostgresQuarantine.CopyAsync(connection, rejected.Select(row => row with { Import = import.Id }), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<BarImport>> ListAsync(int limit, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<BarImport>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    $"select {Columns} from bqx.ingest_file order by coalesce(finished_at, started_at) desc, id desc limit $1", connection)
                {
                    Parameters = { new() { Value = limit, NpgsqlDbType = NpgsqlDbType.Integer } },
                };
                var imports = new List<BarImport>();
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    imports.Add(Read(reader));
                }

                return imports;
            },
            cancellationToken);

    private static async Task<BarImport> RestartAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken)
    {
        await using var restart = new NpgsqlCommand(Restart, connection) { Parameters = { new() { Value = id } } };
        await using var reader = await restart.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Read(reader);
    }

    private static BarImport Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Key = new BarImportKey(
            reader.GetString(1), new Digest(reader.GetFieldValue<byte[]>(2)), Pair.Parse(reader.GetString(3)), reader.GetString(4)),
        Through = reader.IsDBNull(5) ? null : Minute.Floor(reader.GetFieldValue<DateTimeOffset>(5)),
        Counts = new BarImportCounts(reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9)),
        StartedAt = reader.GetFieldValue<DateTimeOffset>(10),
        FinishedAt = reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11),
    };
}
