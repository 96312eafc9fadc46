using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Changes in <c>bqx.bar_change</c>. A mark is a snapshot of PostgreSQL: a change is told when its transaction is visible now and was not
/// then, in whatever order transactions committed.
/// </summary>
internal sealed class PostgresBarChanges(Database database) : IBarChanges
{
    // In the transaction that changes the bars: no start ever goes on from a snapshot that lacks them.
    private const string Record =
        """
        with forget as (delete from bqx.engine_state where ts >= $1), rebuilds as (delete from bqx.rebuild where done >= $1),
            old as (delete from bqx.bar_change where at < now() - interval '7 days')
        insert into bqx.bar_change (since) values ($1)
        """;

    private const string Read =
        """
        select pg_current_snapshot()::text, min(since) from bqx.bar_change where not pg_visible_in_snapshot(txid, $1::text::pg_snapshot)
        """;

    /// <summary>Notes that bars have changed, the first of them at a minute, and forgets the engine states that they make wrong.</summary>
    public static async Task RecordAsync(NpgsqlConnection connection, Minute since, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Record, connection) { Parameters = { new() { Value = since.ToDateTime() } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task<BarChanges> ReadAsync(string? mark, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(mark is null ? "select pg_current_snapshot()::text, null::timestamptz" : Read, connection);
            if (mark is not null)
            {
                command.Parameters.Add(new() { Value = mark });
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new BarChanges(
                reader.GetString(0), reader.IsDBNull(1) ? null : Minute.Floor(reader.GetFieldValue<DateTimeOffset>(1)));
        },
        cancellationToken);
}
