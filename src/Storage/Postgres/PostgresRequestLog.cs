using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Rows of <c>bqx.request</c>; an input that several requests were answered from is stored once.</summary>
internal sealed class PostgresRequestLog(Database database) : IRequestLog
{
    private const string Columns =
        "at, method, pair, model, version, model_digest, input, position, is_head, signal_rule, flags, is_stale, age, answer";

    public Task WriteAsync(IReadOnlyList<LoggedRequest> requests, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            // One round trip and one transaction. Inputs in order, so that two servers do not wait for each other in a circle.
            await using var batch = new NpgsqlBatch(connection);
            foreach (var uses in requests.GroupBy(request => request.Input.Digest).OrderBy(uses => uses.Key.ToString(), StringComparer.Ordinal))
            {
                batch.BatchCommands.Add(InputCommand(uses.First().Input, uses.Max(request => request.At)));
            }

            foreach (var request in requests)
            {
                batch.BatchCommands.Add(RequestCommand(request));
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
        },
        cancellationToken);

    public Task<IReadOnlyList<LoggedRequest>> ReadAsync(
        long after, DateTimeOffset since, int limit, CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<LoggedRequest>>(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                $"""
                with page as (select id, {Columns.Replace("pair,", "pair::text as pair,")} from bqx.request where id > $1 and at >= $2 order by id limit $3)
                select page.*, i.pairs, case when row_number() over (partition by input order by id) = 1 then i.rows end
                from page join bqx.request_input i on i.digest = page.input order by id
                """,
                connection)
            {
                Parameters = { new() { Value = after }, new() { Value = since.ToUniversalTime() }, new() { Value = limit } },
            };
            var (requests, inputs) = (new List<LoggedRequest>(), new Dictionary<Digest, RequestInput>());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                requests.Add(Read(reader, inputs));
            }

            return requests;
        },
        cancellationToken);

    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var requests = new NpgsqlCommand("delete from bqx.request where at < $1", connection)
            {
                Parameters = { new() { Value = before.ToUniversalTime() } },
            };
            var deleted = await requests.ExecuteNonQueryAsync(cancellationToken);
            await using var inputs = new NpgsqlCommand(
                "delete from bqx.request_input i where used_at < $1 and not exists (select from bqx.request where input = i.digest)", connection)
            {
                Parameters = { new() { Value = before.ToUniversalTime() } },
            };
            await inputs.ExecuteNonQueryAsync(cancellationToken);
            return (long)deleted;
        },
        cancellationToken);

    private static NpgsqlBatchCommand InputCommand(RequestInput input, DateTimeOffset usedAt) => new(
        """
        insert into bqx.request_input as old (digest, pairs, rows, used_at) values ($1, $2, $3, $4)
        on conflict (digest) do update set used_at = greatest(old.used_at, excluded.used_at)
        """)
    {
        Parameters =
        {
            new() { Value = input.Digest.Bytes.ToArray() },
            new() { Value = input.Pairs.Select(pair => (short)pair.Index).ToArray() },
            new() { Value = PackedFloats.Pack(input.Rows.Span) },
            new() { Value = usedAt.ToUniversalTime() },
        },
    };

    private static NpgsqlBatchCommand RequestCommand(LoggedRequest request) => new(
        $"insert into bqx.request ({Columns}) values ($1, $2, $3::bqx.pair, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
    {
        Parameters =
        {
            new() { Value = request.At.ToUniversalTime() },
            new() { Value = request.Method },
            new() { Value = request.Pair.Name, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = request.Model.Name },
            new() { Value = request.Model.Version },
            new() { Value = request.ModelDigest.Bytes.ToArray() },
            new() { Value = request.Input.Digest.Bytes.ToArray() },
            new() { Value = (short)request.Position },
            new() { Value = request.IsHead },
            new() { Value = request.SignalRule },
            new() { Value = (int)request.Flags },
            new() { Value = request.IsStale },
            new() { Value = request.Age.Ticks },
            new() { Value = request.Answer, NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    private static LoggedRequest Read(NpgsqlDataReader reader, Dictionary<Digest, RequestInput> inputs)
    {
        var digest = new Digest(reader.GetFieldValue<byte[]>(7));
        if (!inputs.TryGetValue(digest, out var input))
        {
            var pairs = reader.GetFieldValue<short[]>(15).Select(index => Pair.All[index]).ToList();
            inputs[digest] = input = new RequestInput(pairs, PackedFloats.Unpack(reader.GetFieldValue<byte[]>(16)), digest);
        }

        return new LoggedRequest
        {
            Id = reader.GetInt64(0),
            At = reader.GetFieldValue<DateTimeOffset>(1),
            Method = reader.GetString(2),
            Pair = Pair.Parse(reader.GetString(3)),
            Model = new ModelId(reader.GetString(4), reader.GetInt32(5)),
            ModelDigest = new Digest(reader.GetFieldValue<byte[]>(6)),
            Input = input,
            Position = reader.GetInt16(8),
            IsHead = reader.GetBoolean(9),
            SignalRule = reader.GetString(10),
            Flags = (PredictionFlags)reader.GetInt32(11),
            IsStale = reader.GetBoolean(12),
            Age = TimeSpan.FromTicks(reader.GetInt64(13)),
            Answer = reader.GetFieldValue<byte[]>(14),
        };
    }
}
