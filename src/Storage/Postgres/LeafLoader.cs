using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Loads rows of one pair and month by binary COPY, idempotent by key:
/// <code>
/// 1. no leaf                          create it, COPY, build its key by sorting, attach: one transaction
/// 2. a leaf with no row of the range  COPY into it
/// 3. else                             COPY into a staging table, then an upsert of what differs
/// </code>
/// </summary>
/// <param name="database">The database.</param>
/// <param name="table">The table.</param>
/// <param name="columns">All columns that rows hold, pair and ts first, quoted where needed.</param>
internal sealed class LeafLoader(Database database, PartitionedTable table, IReadOnlyList<string> columns)
{
    private readonly string _columns = string.Join(", ", columns);

    /// <summary>Returns how many rows are new or changed.</summary>
    public Task<long> LoadAsync(Pair pair, Month month, CopyBuffer rows, CancellationToken cancellationToken) =>
        database.RunAsync(connection => LoadAsync(connection, pair, month, rows, cancellationToken), cancellationToken);

    private async Task<long> LoadAsync(
        NpgsqlConnection connection, Pair pair, Month month, CopyBuffer rows, CancellationToken cancellationToken)
    {
        var leaf = table.Of(pair, month);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (await Leaf.TryCreateAsync(connection, table, pair, month, cancellationToken))
            {
                await CopyAsync(connection, leaf, "format binary, freeze", rows, cancellationToken);
                await Leaf.AttachAsync(connection, table, pair, month, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return rows.Rows;
            }

            await transaction.CommitAsync(cancellationToken);
        }

        if (await IsFreeAsync(connection, leaf, pair, rows, cancellationToken))
        {
            try
            {
                await CopyAsync(connection, leaf, "format binary", rows, cancellationToken);
                return rows.Rows;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // Somebody else wrote some of them meanwhile, and nothing of ours was: go on with the upsert.
            }
        }

        return await UpsertAsync(connection, leaf, rows, cancellationToken);
    }

    private static async Task<bool> IsFreeAsync(
        NpgsqlConnection connection, string leaf, Pair pair, CopyBuffer rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select not exists (select from {leaf} where pair = '{pair.Name}' and ts between $1 and $2)", connection)
        {
            Parameters = { new() { Value = rows.First.ToDateTime() }, new() { Value = rows.Last.ToDateTime() } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<long> UpsertAsync(
        NpgsqlConnection connection, string leaf, CopyBuffer rows, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var create = new NpgsqlCommand(
            $"create temp table staging on commit drop as select {_columns} from {leaf} with no data", connection))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await CopyAsync(connection, "staging", "format binary", rows, cancellationToken);
        var values = columns.Skip(2).ToList();
        await using var upsert = new NpgsqlCommand(
            $"""
            insert into {leaf} as old ({_columns}) select {_columns} from staging order by ts
            on conflict (pair, ts) do update set {string.Join(", ", values.Select(column => $"{column} = excluded.{column}"))}
            where ({string.Join(", ", values.Select(column => $"old.{column}"))})
                is distinct from ({string.Join(", ", values.Select(column => $"excluded.{column}"))})
            """,
            connection)
        {
            CommandTimeout = 120,
        };
        var changed = await upsert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private async Task CopyAsync(
        NpgsqlConnection connection, string into, string options, CopyBuffer rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {into} ({_columns}) from stdin ({options})", cancellationToken);
        await copy.WriteAsync(rows.Finish(), cancellationToken);
    }
}
