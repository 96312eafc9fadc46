using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Labels in PostgreSQL. The database's clock says which replicas live, so that no two machines' clocks are compared.</summary>
internal sealed class PostgresLabelStore(Database database, TimeProvider time) : ILabelStore
{
    private const int ReasonLength = 1_000;

    private const string Columns = "label, current, previous, requested, reason, revision";

    public Task<IReadOnlyList<ModelLabel>> ReadAsync(CancellationToken cancellationToken) =>
        QueryAsync($"select {Columns} from bqx.model_label order by label", cancellationToken);

    public Task RequestAsync(string label, ModelId model, CancellationToken cancellationToken)
    {
        Check(label, model);
        return ExecuteAsync(
            """
            insert into bqx.model_label as old (label, requested) values ($1, $2)
            on conflict (label) do update set requested = excluded.requested, reason = null, revision = old.revision + 1, changed_at = now()
            """,
            cancellationToken,
            label,
            model.ToString());
    }

    public Task RejectAsync(string label, ModelId model, string reason, CancellationToken cancellationToken) => ExecuteAsync(
        """
        update bqx.model_label set requested = null, reason = $3, revision = revision + 1, changed_at = now()
        where label = $1 and requested = $2
        """,
        cancellationToken,
        label,
        model.ToString(),
        Cut(reason));

    // Replicas that died without leaving are forgotten after an hour, and what they reported with them.
    public Task HeartbeatAsync(string replica, CancellationToken cancellationToken) => ExecuteAsync(
        """
        with gone as (delete from bqx.replica where seen_at < now() - interval '1 hour' and replica <> $1)
        insert into bqx.replica (replica, seen_at) values ($1, now())
        on conflict (replica) do update set seen_at = excluded.seen_at
        """,
        cancellationToken,
        replica);

    public Task LeaveAsync(string replica, CancellationToken cancellationToken) =>
        ExecuteAsync("delete from bqx.replica where replica = $1", cancellationToken, replica);

    // A report is a sign of life too.
    public Task ReportAsync(string replica, ModelId model, ModelState state, string? reason, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            with life as (
                insert into bqx.replica (replica, seen_at) values ($1, now())
                on conflict (replica) do update set seen_at = excluded.seen_at
                returning replica)
            insert into bqx.replica_model (replica, model, state, reason) select replica, $2, $3, $4 from life
            on conflict (replica, model) do update set state = excluded.state, reason = excluded.reason, reported_at = now()
            """,
            cancellationToken,
            replica,
            model.ToString(),
            state.ToString().ToLowerInvariant(),
            reason is null ? null : Cut(reason));

    // With no live replica there is nobody to wait for: the label flips, and a server that starts later verifies what it finds.
    public Task<IReadOnlyList<ModelLabel>> CommitReadyAsync(CancellationToken cancellationToken) => QueryAsync(
        $"""
        update bqx.model_label l
        set previous = current, current = requested, requested = null, reason = null, revision = revision + 1, changed_at = now()
        where requested is not null and not exists (
            select from bqx.replica r
            where r.seen_at > now() - interval '10 seconds' and not exists (
                select from bqx.replica_model m where m.replica = r.replica and m.model = l.requested and m.state = 'ready'))
        returning {Columns}
        """,
        cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<ModelLabel>> WatchAsync(CancellationToken cancellationToken) =>
        new LabelWatch(database, this, time).RunAsync(cancellationToken);

    private static void Check(string label, ModelId model)
    {
        if (!ModelId.IsName(label))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(label)}' is not a label: use up to 64 of a-z, 0-9, _ and -.");
        }

        if (!ModelId.TryParse(model.ToString(), out _))
        {
            throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(model.ToString())}' is not a model: write name@version.");
        }
    }

    private static string Cut(string reason) => reason.Length <= ReasonLength ? reason : reason[..ReasonLength];

    private static ModelId? Model(NpgsqlDataReader reader, int column) =>
        !reader.IsDBNull(column) && ModelId.TryParse(reader.GetString(column), out var id) ? id : null;

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken, params string?[] values) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    private Task<IReadOnlyList<ModelLabel>> QueryAsync(string sql, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<ModelLabel>>(
            async connection =>
            {
                var labels = new List<ModelLabel>();
                await using var command = new NpgsqlCommand(sql, connection);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    labels.Add(new ModelLabel(
                        reader.GetString(0),
                        Model(reader, 1),
                        Model(reader, 2),
                        Model(reader, 3),
                        reader.IsDBNull(4) ? null : reader.GetString(4),
                        reader.GetInt64(5)));
                }

                return labels;
            },
            cancellationToken);
}
