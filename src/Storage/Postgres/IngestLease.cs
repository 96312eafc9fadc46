using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// The role of the one process that takes live bars: an advisory lock of a connection of its own. When that connection is lost
/// another may have the role, so <see cref="Lost"/> fires.
/// </summary>
public sealed class IngestLease : IIngestLease
{
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnection _connection;
    private readonly Task _watch;

    private IngestLease(NpgsqlConnection connection, long epoch)
    {
        _connection = connection;
        Epoch = epoch;
        _watch = WatchAsync();
    }

    /// <inheritdoc/>
    public long Epoch { get; }

    /// <summary>Cancelled when the role may have passed to another.</summary>
    public CancellationToken Lost => _lost.Token;

    internal static async Task<IngestLease> AcquireAsync(Database database, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Source.OpenConnectionAsync(cancellationToken);
            // Writers hold the row while they write: the new epoch begins when the old holder's last commit is through.
            await using var command = new NpgsqlCommand(
                $"""
                set lock_timeout = 0;
                select pg_advisory_lock({AdvisoryLocks.Ingest});
                update bqx.ingest_lease set epoch = epoch + 1, holder = concat_ws(' ', inet_client_addr(), pg_backend_pid()), since = now() returning epoch
                """,
                connection)
            {
                CommandTimeout = 0,
            };
            return new IngestLease(connection, await EpochAsync(command, cancellationToken));
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is OperationCanceledException)
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
            throw Database.Unavailable(error);
        }
    }

    /// <summary>Gives the role up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _watch;

        try
        {
            // The pool resets a session only when it lends it again: until then the lock would stay.
            await using var unlock = new NpgsqlCommand($"select pg_advisory_unlock({AdvisoryLocks.Ingest})", _connection);
            await unlock.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }

        await _connection.DisposeAsync();
        _lost.Dispose();
    }

    private static async Task<long> EpochAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!await _connection.WaitAsync(Check, _stop.Token))
                {
                    await using var command = new NpgsqlCommand("select 1", _connection);
                    await command.ExecuteScalarAsync(_stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Given up.
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is InvalidOperationException)
        {
            await _lost.CancelAsync();
        }
    }
}
