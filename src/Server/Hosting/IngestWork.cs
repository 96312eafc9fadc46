using Bqx.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>
/// Lets one of several servers take bars: this one follows the holder's bars while it waits for the lease, takes over when it has it, and
/// stops at once when the lease may be lost.
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

        for (var first = true; ; first = false)
        {
            try
            {
                await HoldAsync(first, cancellationToken);
            }
            catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
            {
                LogFailed(error.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    private async Task HoldAsync(bool first, CancellationToken cancellationToken)
    {
        var acquiring = stores.AcquireIngestAsync(cancellationToken);
        var wait = Task.WhenAny(acquiring, Task.Delay(options.Value.FollowEvery, time, cancellationToken));
        var waited = await wait != acquiring;
        await follower.UntilAsync(acquiring, cancellationToken);
        await using var lease = await acquiring;

        // The holder before may have corrected bars that were followed already.
        await (waited || !first ? rebuilder.RebuildAsync(null, cancellationToken) : follower.CatchUpAsync(cancellationToken));
        LogTaken(lease.Epoch);
        role.Take(lease.Lost);
        try
        {
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var fired = lease.Lost.Register(lost.SetResult);
            await lost.Task.WaitAsync(cancellationToken);
            LogLost(lease.Epoch);
        }
        finally
        {
            role.Leave();
        }
    }

    [LoggerMessage(1401, LogLevel.Information, "This server takes bars now (lease {Epoch})")]
    private partial void LogTaken(long epoch);

    [LoggerMessage(1402, LogLevel.Warning, "The lease {Epoch} may be lost: another server may take bars now, this one waits")]
    private partial void LogLost(long epoch);

    [LoggerMessage(1403, LogLevel.Warning, "The lease to take bars cannot be had yet: {Reason}")]
    private partial void LogFailed(string reason);
}
