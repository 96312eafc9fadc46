using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// The role of the one process that takes live bars: an advisory lock of a connection of its own, outside the pool. When that connection is
/// lost another may have the role, so <see cref="Lost"/> fires. A holder that says nothing for a while, stopped or cut off without the
/// server noticing, loses the connection too. It is heard of by a thread of its own, so that neither a pool of connections nor one of threads that
/// are all at work silences it.
/// </summary>
public sealed class IngestLease : IIngestLease
{
    // After so long without an answer the connection counts as lost, however long the lease is.
    private const int MostSeconds = 15;

    private readonly CancellationTokenSource _lost = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NpgsqlConnection _connection;
    private readonly LeaseTimes _times;
    private int _disposed;

    private IngestLease(NpgsqlConnection connection, long epoch, LeaseTimes times)
    {
        _connection = connection;
        _times = times;
        Epoch = epoch;
        Lost = _lost.Token;
        new Thread(Watch) { IsBackground = true, Name = "bqx ingest lease" }.Start();
    }

    /// <inheritdoc/>
    public long Epoch { get; }

    /// <summary>Cancelled when the role may have passed to another.</summary>
    public CancellationToken Lost { get; }

    internal static async Task<IngestLease> AcquireAsync(
        Database alone, LeaseTimes times, Action<long> held, TimeProvider time, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await alone.Source.OpenConnectionAsync(cancellationToken);
            while (await HolderAsync(connection, cancellationToken) is { } epoch)
            {
                held(epoch);
                await Task.Delay(times.Poll, time, cancellationToken);
            }

            return new IngestLease(connection, await BeginAsync(connection, times, cancellationToken), times);
        }
        catch (Exception error)
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (!Database.IsStorageError(error))
            {
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw Database.Unavailable(error);
        }
    }

    /// <summary>Gives the role up: the lock ends with the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _stop.Set();
        await _ended.Task;
        await _connection.DisposeAsync();
        _stop.Dispose();
        _lost.Dispose();
    }

    // The epoch of whoever has the lock; null when this connection has it now.
    private static async Task<long?> HolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select case when not pg_try_advisory_lock({AdvisoryLocks.Ingest}) then epoch end from bqx.ingest_lease", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    // Writers hold the row while they write: the new epoch begins when the old holder's last commit is through.
    private static async Task<long> BeginAsync(NpgsqlConnection connection, LeaseTimes times, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            set idle_session_timeout = {(long)times.Silence.TotalMilliseconds};
            update bqx.ingest_lease set epoch = epoch + 1, holder = concat_ws(' ', inet_client_addr(), pg_backend_pid()), since = now() returning epoch
            """,
            connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private void Watch()
    {
        try
        {
            using var question = new NpgsqlCommand("select 1", _connection)
            {
                CommandTimeout = (int)Math.Clamp(Math.Ceiling(_times.Silence.TotalSeconds), 1, MostSeconds),
            };
            while (!_stop.Wait(_times.Check))
            {
                question.ExecuteScalar();
            }
        }
        catch (Exception error) when (Database.IsStorageError(error) || error is InvalidOperationException)
        {
            _lost.Cancel();
        }
        finally
        {
            _ended.SetResult();
        }
    }
}
