using Bqx.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>
/// Lets one of several servers take bars: this one follows the holder's bars while it waits for the lease, and takes over when it has it. When
/// the connection that holds the lease is lost it goes on, predictions included, until it knows that another server has the lease: its
/// writes are fenced, so that nothing is acknowledged that the other does not see.
/// </summary>
internal sealed partial class IngestWork(
    ServerStores stores, IngestRole role, BarFollower follower, FeatureRebuilder rebuilder, IOptions<ServerOptions> options, TimeProvider time,
    ILogger<IngestWork> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Roles.HasFlag(ServerRoles.Ingest))
        {
            role.Refuse();
            await follower.UntilAsync(Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken), cancellationToken);
            return;
        }

        var before = 0L;
        IIngestLease? lease = null;
        try
        {
            while (true)
            {
                lease = await AcquireAsync(before, cancellationToken);
                before = lease.Epoch;
                await WaitAsync(lease.Lost, cancellationToken);
                LogLost(before);
                await lease.DisposeAsync();
            }
        }
        finally
        {
            await role.LeaveAsync();
            await (lease?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    // Goes on with the role while the store is out of reach, or still takes this server's own lost connection for its holder; gives it up when
    // another server has the lease.
    private async Task<IIngestLease> AcquireAsync(long before, CancellationToken cancellationToken)
    {
        var followed = false;
        while (true)
        {
            try
            {
                var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var acquiring = stores.AcquireIngestAsync(
                    new IngestLeaseRequest(options.Value.IngestLease, epoch => _ = epoch != before && taken.TrySetResult()), cancellationToken);
                if (await Task.WhenAny(acquiring, taken.Task) != acquiring)
                {
                    followed = true;
                    await role.LeaveAsync();
                    await follower.UntilAsync(acquiring, cancellationToken);
                }

                return await TakeAsync(await acquiring, before, followed, cancellationToken);
            }
            catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
            {
                LogFailed(error.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    // Nobody held the lease between two epochs that follow one another: the streams go on. Else a holder may have corrected bars that this
    // server has taken in already.
    private async Task<IIngestLease> TakeAsync(IIngestLease lease, long before, bool followed, CancellationToken cancellationToken)
    {
        try
        {
            if (before == 0 && !followed)
            {
                await follower.CatchUpAsync(cancellationToken);
                role.Take();
            }
            else if (followed || lease.Epoch != before + 1)
            {
                await role.TakeOverAsync();
                await rebuilder.RebuildAsync(null, cancellationToken);
                role.Take();
            }

            LogTaken(lease.Epoch);
            return lease;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private static async Task WaitAsync(CancellationToken lost, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fired = lost.Register(ended.SetResult);
        await ended.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(1401, LogLevel.Information, "This server takes bars now (lease {Epoch})")]
    private partial void LogTaken(long epoch);

    [LoggerMessage(1402, LogLevel.Warning, "The connection that holds the lease {Epoch} is lost: it is sought again")]
    private partial void LogLost(long epoch);

    [LoggerMessage(1403, LogLevel.Warning, "The lease to take bars cannot be had yet: {Reason}")]
    private partial void LogFailed(string reason);
}
