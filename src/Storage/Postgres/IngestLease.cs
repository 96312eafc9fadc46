using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// The role of the one process that takes live bars: an advisory lock of a connection of its own. When that connection is lost
/// another may have the role, so <see cref="Lost"/> fires. A holder that says nothing for a while, stopped or cut off without the
/// server noticing, loses the connection too.
/// </summary>
public sealed class IngestLease : IIngestLease
{
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnection _connection;
    private readonly Task _watch;

    private IngestLease(NpgsqlConnection connection, long epoch, TimeSpan check)
    {
        _connection = connection;
        Epoch = epoch;
        _watch = WatchAsync(check);
    }

    /// <inheritdoc/>
    public long Epoch { get; }

    /// <summary>Cancelled when the role may have passed to another.</summary>
    public CancellationToken Lost => _lost.Token;

    internal static async Task<IngestLease> AcquireAsync(Database database, LeaseTimes times, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Source.OpenConnectionAsync(cancellationToken);
            // Writers hold the row while they write: the new epoch begins when the old holder's last commit is through.
            await using var command = new NpgsqlCommand(
                $"""
                set lock_timeout = 0;
                set idle_session_timeout = {(int)times.Silence.TotalMilliseconds};
                select pg_advisory_lock({AdvisoryLocks.Ingest});
                update bqx.ingest_lease set epoch = epoch + 1, holder = concat_ws(' ', inet_client_addr(), pg_backend_pid()), since = now() returning epoch
                """,
                connection)
            {
                CommandTimeout = 0,
            };
            return new IngestLease(connection, await EpochAsync(command, cancellationToken), times.Check);
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
            // The pool resets a session only when it lends it again: until then the lock would stay, and the timeout would end it.
            await using var unlock = new NpgsqlCommand(
                $"reset idle_session_timeout; select pg_advisory_unlock({AdvisoryLocks.Ingest})", _connection);
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

    private async Task WatchAsync(TimeSpan check)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!await _connection.WaitAsync(check, _stop.Token))
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
