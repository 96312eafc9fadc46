using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Progress of rebuilds. What was left a month ago is forgotten when another one writes.</summary>
internal sealed class PostgresRebuildLog(Database database) : IRebuildLog
{
    public Task<(Minute Done, byte[] State)?> ReadAsync(Digest request, CancellationToken cancellationToken) =>
        database.RunAsync<(Minute, byte[])?>(
            async connection =>
            {
                await using var command = Command(connection, "select done, state from bqx.rebuild where request = $1", request);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken)
                    ? (Minute.Floor(reader.GetFieldValue<DateTimeOffset>(0)), reader.GetFieldValue<byte[]>(1))
                    : null;
            },
            cancellationToken);

    public Task WriteAsync(Digest request, Minute done, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                """
                with old as (delete from bqx.rebuild where written_at < now() - interval '1 month' and request <> $1)
                insert into bqx.rebuild (request, done, state) values ($1, $2, $3)
                on conflict (request) do update set done = excluded.done, state = excluded.state, written_at = now()
                """,
                request);
            command.Parameters.Add(new NpgsqlParameter { Value = done.ToDateTime() });
            command.Parameters.Add(new NpgsqlParameter { Value = state, NpgsqlDbType = NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task RemoveAsync(Digest request, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = Command(connection, "delete from bqx.rebuild where request = $1", request);
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Digest request) =>
        new(sql, connection) { Parameters = { new() { Value = request.Bytes.ToArray() } } };
}
