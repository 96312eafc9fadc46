namespace Bqx.DevServices;

/// <summary>
/// A use of the local services. They start with the first lease of a home folder, in any process, and stop with the last, however its
/// process ends. A service that dies while the lease is held is started again, on the same port when that is free.
/// </summary>
public sealed class DevServicesLease : IAsyncDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceFolders? _folders;
    private readonly FileStream? _use;
    private readonly Task _watch = Task.CompletedTask;
    private bool _disposed;

    private DevServicesLease()
    {
    }

    private DevServicesLease(ServiceFolders folders, FileStream use, string?[] connections, ServiceWatch watch)
    {
        _folders = folders;
        _use = use;
        Postgres = connections[0];
        Redis = connections[1];
        _watch = watch.RunAsync(_stop.Token);
    }

    /// <summary>Npgsql connection string; null when PostgreSQL was not asked for.</summary>
    public string? Postgres { get; }

    /// <summary>StackExchange.Redis configuration; null when Redis was not asked for.</summary>
    public string? Redis { get; }

    /// <summary>Joins the running services, and starts those that do not run. Starts nothing when nothing is asked for.</summary>
    /// <exception cref="DevServicesException">Something is missing or does not start.</exception>
    public static async Task<DevServicesLease> AcquireAsync(DevServicesOptions options, CancellationToken cancellationToken)
    {
        if (options is { NeedPostgres: false, NeedRedis: false })
        {
            return new DevServicesLease();
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new DevServicesException("Local services run on Linux: set BQX_POSTGRES and BQX_REDIS to connection strings.");
        }

        var folders = new ServiceFolders(options.Home);
        var use = await FileLock.WaitAsync(() => FileLock.TryShared(folders.UsersLock), LockTimeout, cancellationToken)
            ?? throw new DevServicesException($"The services of {folders.Home} have not stopped within {LockTimeout.TotalSeconds:0} s.");
        try
        {
            var watch = new ServiceWatch(options, folders);
            return new DevServicesLease(folders, use, await watch.EnsureAsync(cancellationToken), watch);
        }
        catch
        {
            await use.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves. When this was the last lease, the services have stopped when it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_folders is null || _disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
        await _use!.DisposeAsync();
        await LastLeave.SettleAsync(_folders);
    }
}
