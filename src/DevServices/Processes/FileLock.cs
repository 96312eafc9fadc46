using System.Diagnostics;

namespace Bqx.DevServices;

/// <summary>
/// Locks of the kernel (flock) on files. They end with the process that holds them, however it ends, so no lock is ever stale.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>The exclusive lock, or null when another holds any lock on the file.</summary>
    public static FileStream? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A shared lock, or null when another holds the exclusive one.</summary>
    public static FileStream? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <summary>Tries until it has the lock; null when the time is up.</summary>
    public static async Task<FileStream?> WaitAsync(Func<FileStream?> attempt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < timeout)
        {
            if (attempt() is { } held)
            {
                return held;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return null;
    }

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}
