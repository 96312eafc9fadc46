using System.Buffers;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Loads rows of one pair and month by binary COPY, idempotent by key:
/// <code>
/// 1. no leaf                          create it, COPY, build its key by sorting, attach: one transaction
/// 2. a leaf with no row of the range  COPY into it
/// 3. one that holds just these rows   nothing: a COPY out of it is compared byte for byte
/// 4. else                             COPY into a staging table, then an upsert of what differs
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
        LoadAsync(pair, month, rows, commit: null, cancellationToken);

    /// <summary>Returns how many rows are new or changed.</summary>
    /// <param name="pair">Pair of all rows.</param>
    /// <param name="month">Month of all rows.</param>
    /// <param name="rows">The rows, ascending by close.</param>
    /// <param name="commit">What is to be committed with them, given the number of new or changed rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<long> LoadAsync(
        Pair pair, Month month, CopyBuffer rows, Func<NpgsqlConnection, long, Task>? commit, CancellationToken cancellationToken) =>
        database.RunAsync(
            async connection =>
                await TryCreateAsync(connection, pair, month, rows, commit, cancellationToken)
                ?? await TryCopyAsync(connection, pair, table.Of(pair, month), rows, commit, cancellationToken)
                ?? await MergeAsync(connection, table.Of(pair, month), pair, rows, commit, cancellationToken),
            cancellationToken);

    private async Task<long?> TryCreateAsync(
        NpgsqlConnection connection, Pair pair, Month month, CopyBuffer rows, Func<NpgsqlConnection, long, Task>? commit, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await Leaf.TryCreateAsync(connection, table, pair, month, cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
            return null;
        }

        await CopyAsync(connection, table.Of(pair, month), "format binary, freeze", rows, cancellationToken);
        await Leaf.AttachAsync(connection, table, pair, month, cancellationToken);
        return await CommitAsync(connection, transaction, rows.Rows, commit, cancellationToken);
    }

    private async Task<long?> TryCopyAsync(
        NpgsqlConnection connection, Pair pair, string leaf, CopyBuffer rows, Func<NpgsqlConnection, long, Task>? commit, CancellationToken cancellationToken)
    {
        if (!await IsFreeAsync(connection, leaf, pair, rows, cancellationToken))
        {
            return null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await CopyAsync(connection, leaf, "format binary", rows, cancellationToken);
            return await CommitAsync(connection, transaction, rows.Rows, commit, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody else wrote some of them meanwhile, and nothing of ours was: go on with the upsert.
            return null;
        }
    }

    private async Task<long> MergeAsync(
        NpgsqlConnection connection, string leaf, Pair pair, CopyBuffer rows, Func<NpgsqlConnection, long, Task>? commit, CancellationToken cancellationToken)
    {
        var same = await HoldsAsync(connection, leaf, pair, rows, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = same ? 0 : await UpsertAsync(connection, leaf, rows, cancellationToken);
        return await CommitAsync(connection, transaction, changed, commit, cancellationToken);
    }

    private static async Task<long> CommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long changed, Func<NpgsqlConnection, long, Task>? commit, CancellationToken cancellationToken)
    {
        await (commit?.Invoke(connection, changed) ?? Task.CompletedTask);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    // The server sends rows in the form in which they are kept here.
    private async Task<bool> HoldsAsync(
        NpgsqlConnection connection, string leaf, Pair pair, CopyBuffer rows, CancellationToken cancellationToken)
    {
        var wanted = rows.Finish();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(
                $"copy (select {_columns} from {leaf} where pair = '{pair.Name}' and ts between '{Sql(rows.First)}' and '{Sql(rows.Last)}' order by ts) "
                + "to stdout (format binary)",
                cancellationToken);
            var same = true;
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                same = same && read <= wanted.Length && wanted.Span[..read].SequenceEqual(buffer.AsSpan(0, read));
                wanted = same ? wanted[read..] : wanted;
            }

            return same && wanted.IsEmpty;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Sql(Minute minute) => minute.ToDateTime().ToString("yyyy-MM-dd HH:mm'+00'");

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
        return await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CopyAsync(
        NpgsqlConnection connection, string into, string options, CopyBuffer rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {into} ({_columns}) from stdin ({options})", cancellationToken);
        await copy.WriteAsync(rows.Finish(), cancellationToken);
    }
}
