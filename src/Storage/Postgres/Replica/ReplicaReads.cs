using System.Runtime.CompilerServices;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Sends reads to a replica while it answers and is not too far behind, and to the primary otherwise. What it last found holds for some
/// seconds; a read that fails on the replica is done again on the primary at once.
/// </summary>
internal sealed class ReplicaReads(Database primary, Database replica, PostgresOptions options, TimeProvider time) : IReads, IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    // A replica that has replayed all it received, and receives, is level whatever the time of the last transaction; one cut off is not.
    private const string LagQuery =
        """
        select case
            when not pg_is_in_recovery() then 0
            when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() and exists (select from pg_stat_wal_receiver) then 0
            else coalesce(extract(epoch from now() - pg_last_xact_replay_timestamp()), 'infinity')
        end::double precision
        """;

    private readonly SemaphoreSlim _gate = new(1);

    // Written under the gate, read by any thread. The last answer stays while a new one is fetched by another.
    private volatile ReplicaStatus? _status;
    private long _checkedAt;

    public async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, Task<T>> work,
        CancellationToken cancellationToken,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = "")
    {
        if ((await GetStatusAsync(cancellationToken)).IsUsed)
        {
            try
            {
                return await replica.RunAsync(work, cancellationToken, file, member);
            }
            catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
            {
                Set(new ReplicaStatus(IsUsed: false, LagSeconds: null, error.Message));
            }
        }

        return await primary.RunAsync(work, cancellationToken, file, member);
    }

    /// <summary>What is known of the replica; asked again when that is some seconds old.</summary>
    public async Task<ReplicaStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        if (_status is { } known && time.GetElapsedTime(Volatile.Read(ref _checkedAt)) < CheckEvery)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_status is null || time.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= CheckEvery)
            {
                Set(await CheckAsync(cancellationToken));
            }

            return _status!;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<ReplicaStatus> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lag = await replica.RunAsync(
                async connection =>
                {
                    await using var command = new NpgsqlCommand(LagQuery, connection);
                    return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
                },
                cancellationToken);
            return lag <= options.MaxReplicaLag.TotalSeconds
                ? new ReplicaStatus(IsUsed: true, lag, Reason: null)
                : new ReplicaStatus(IsUsed: false, double.IsFinite(lag) ? lag : null, $"It is {lag:F0} s behind; at most {options.MaxReplicaLag.TotalSeconds:F0} s are wanted.");
        }
        catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
        {
            return new ReplicaStatus(IsUsed: false, LagSeconds: null, error.Message);
        }
    }

    private void Set(ReplicaStatus status)
    {
        var was = _status?.IsUsed ?? true;
        _status = status;
        Volatile.Write(ref _checkedAt, time.GetTimestamp());
        if (was != status.IsUsed)
        {
            options.Warn?.Invoke(
                status.IsUsed ? "The read replica is used again." : $"The read replica is not used, reads go to the primary: {status.Reason}");
        }
    }
}
