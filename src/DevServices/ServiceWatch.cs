namespace Bqx.DevServices;

/// <summary>Starts the wanted services, and starts again one that dies while the lease is held.</summary>
internal sealed class ServiceWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(90);

    private readonly DevServicesOptions _options;
    private readonly ServiceFolders _folders;
    private readonly IService?[] _services;

    public ServiceWatch(DevServicesOptions options, ServiceFolders folders)
    {
        _options = options;
        _folders = folders;
        _services =
        [
            options.NeedPostgres ? new PostgresService(options, folders, ServiceUser.Current) : null,
            options.NeedRedis ? new GarnetService(options, folders, ServiceUser.Current) : null,
        ];
    }

    /// <summary>Starts what does not run. Returns the connection strings, PostgreSQL's and Redis's.</summary>
    public async Task<string?[]> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var starting = await FileLock.WaitAsync(
            () => FileLock.TryExclusive(_folders.StartLock), LockTimeout, cancellationToken)
            ?? throw new DevServicesException(
                $"Another process has been starting the services of {_folders.Home} for {LockTimeout.TotalSeconds:0} s.");
        Supervisor.Ensure(_folders);
        var starter = new ServiceStarter(_folders, _options);
        return await Task.WhenAll(_services.Select(service => service is null
            ? Task.FromResult<string?>(null)
            : EnsureAsync(starter, service, cancellationToken)));
    }

    /// <summary>Looks after them until cancelled. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (!_services.All(IsAlive))
                {
                    await RecoverAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The lease has ended.
        }
    }

    private static async Task<string?> EnsureAsync(ServiceStarter starter, IService service, CancellationToken cancellationToken) =>
        await starter.EnsureAsync(service, cancellationToken);

    private bool IsAlive(IService? service) =>
        service is null || RunFile.Read(_folders.RunFileOf(service.Name)) is { Process.IsAlive: true };

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
        catch (Exception error) when (error is DevServicesException or IOException or UnauthorizedAccessException)
        {
            _options.Log?.Invoke(error.Message);
        }
    }
}
