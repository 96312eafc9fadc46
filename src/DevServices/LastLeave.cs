using System.Diagnostics;

namespace Bqx.DevServices;

/// <summary>What the end of a lease waits for: the services have stopped, or others still use them.</summary>
internal static class LastLeave
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static async Task SettleAsync(ServiceFolders folders)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Timeout; await Task.Delay(Pause))
        {
            if (FileLock.TryExclusive(folders.UsersLock) is { } alone)
            {
                await using (alone)
                {
                    // Usually the supervisor has stopped them already; it may have been killed.
                    await Supervisor.StopServicesAsync(folders, CancellationToken.None);
                    return;
                }
            }

            if (FileLock.TryShared(folders.UsersLock) is { } shared)
            {
                await shared.DisposeAsync();
                return;
            }

            // The supervisor holds it, and is stopping them.
        }
    }
}
