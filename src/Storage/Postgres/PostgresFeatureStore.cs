using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Latest vectors, engine states, and the tables of computed families.</summary>
internal sealed class PostgresFeatureStore(Database database, IReads reads) : IFeatureStore
{
    private const int StatesKept = 3;

    private readonly FeatureTableWriter _writer = new(database);
    private readonly FeatureTableReader _reader = new(reads);

    public Task WriteLatestAsync(IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var vector in vectors.OrderBy(vector => vector.Pair))
            {
                // A late writer does not put an older vector back, unless the schema has changed.
                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    """
                    insert into bqx.feature_vector as old (pair, ts, fingerprint, flags, "values", written_at)
                    values ($1::text::bqx.pair, $2, $3, $4, $5, $6)
                    on conflict (pair) do update set ts = excluded.ts, fingerprint = excluded.fingerprint, flags = excluded.flags,
                        "values" = excluded."values", written_at = excluded.written_at
                    where old.ts <= excluded.ts or old.fingerprint <> excluded.fingerprint
                    """)
                {
                    Parameters =
                    {
                        new() { Value = vector.Pair.Name, NpgsqlDbType = NpgsqlDbType.Text },
                        new() { Value = vector.Close.ToDateTime() },
                        new() { Value = vector.Fingerprint.Bytes.ToArray() },
                        new() { Value = (short)vector.Flags },
                        new() { Value = PackedFloats.Pack(vector.Values.Span) },
                        new() { Value = vector.WrittenAt.ToUniversalTime() },
                    },
                });
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
        },
        cancellationToken);

    public Task<IReadOnlyList<FeatureVector>> ReadLatestAsync(Digest fingerprint, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<FeatureVector>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    """select pair::text, ts, flags, "values", written_at from bqx.feature_vector where fingerprint = $1 order by pair""",
                    connection)
                {
                    Parameters = { new() { Value = fingerprint.Bytes.ToArray() } },
                };
                var vectors = new List<FeatureVector>();
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    vectors.Add(new FeatureVector(
                        Pair.Parse(reader.GetString(0)),
                        Minute.Floor(reader.GetFieldValue<DateTimeOffset>(1)),
                        fingerprint,
                        (VectorFlags)reader.GetInt16(2),
                        PackedFloats.Unpack(reader.GetFieldValue<byte[]>(3)),
                        reader.GetFieldValue<DateTimeOffset>(4)));
                }

                return vectors;
            },
            cancellationToken);

    public Task WriteEngineStateAsync(
        Minute close, Digest fingerprint, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(
                        """
                        insert into bqx.engine_state (fingerprint, ts, state) values ($1, $2, $3)
                        on conflict (fingerprint, ts) do update set state = excluded.state, written_at = now()
                        """)
                    {
                        Parameters =
                        {
                            new() { Value = fingerprint.Bytes.ToArray() },
                            new() { Value = close.ToDateTime() },
                            new() { Value = state, NpgsqlDbType = NpgsqlDbType.Bytea },
                        },
                    },
                    new NpgsqlBatchCommand(
                        $"""
                        delete from bqx.engine_state where fingerprint = $1 and ts not in
                            (select ts from bqx.engine_state where fingerprint = $1 order by ts desc limit {StatesKept})
                        """)
                    {
                        Parameters = { new() { Value = fingerprint.Bytes.ToArray() } },
                    },
                },
            };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task ForgetEngineStatesAsync(Minute from, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                with rebuilds as (delete from bqx.rebuild where done >= $1)
                delete from bqx.engine_state where ts >= $1
                """,
                connection)
            {
                Parameters = { new() { Value = from.ToDateTime() } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task<(Minute Close, byte[] State)?> ReadEngineStateAsync(
        Digest fingerprint, Minute? notAfter, CancellationToken cancellationToken) => database.RunAsync<(Minute, byte[])?>(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                select ts, state from bqx.engine_state
                where fingerprint = $1 and ts <= coalesce($2, 'infinity'::timestamptz) order by ts desc limit 1
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = fingerprint.Bytes.ToArray() },
                    new() { Value = (object?)notAfter?.ToDateTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? (Minute.Floor(reader.GetFieldValue<DateTimeOffset>(0)), reader.GetFieldValue<byte[]>(1))
                : null;
        },
        cancellationToken);

    public Task WriteTableAsync(FeatureTable table, CancellationToken cancellationToken) => _writer.WriteAsync(table, cancellationToken);

    public Task<FeatureTable> ReadTableAsync(FeatureTableQuery query, CancellationToken cancellationToken) => _reader.ReadAsync(query, cancellationToken);
}
