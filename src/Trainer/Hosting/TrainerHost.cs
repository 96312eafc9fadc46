using Bqx.Core;
using Bqx.DevServices;
using Bqx.Plugins.Hosting;
using Bqx.Storage;
using Spectre.Console;

namespace Bqx.Trainer.Hosting;

/// <summary>
/// What commands share. Connections are opened when first asked for and closed with the host, the last one first. Results go to
/// <see cref="Output"/>, progress and remarks to <see cref="Progress"/>, so that <c>--json</c> can be piped. Not thread-safe.
/// </summary>
internal sealed class TrainerHost(LocalPaths paths, TimeProvider clock) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = new();
    private PostgresStorage? _storage;
    private bool _migrated;
    private DevServicesLease? _postgres;
    private DevServicesLease? _redis;
    private IModelRepository? _models;
    private TrustedKeys? _keys;

    public LocalPaths Paths => paths;

    public TimeProvider Clock => clock;

    /// <summary>Standard output.</summary>
    public IAnsiConsole Output { get; init; } = Consoles.Create(Console.Out);

    /// <summary>Standard error.</summary>
    public IAnsiConsole Progress { get; init; } = Consoles.Create(Console.Error);

    /// <summary>PostgreSQL with its schema up to date: that of BQX_POSTGRES, else a local one.</summary>
    public async Task<PostgresStorage> GetStorageAsync(CancellationToken cancellationToken)
    {
        var storage = await OpenStorageAsync(cancellationToken);
        if (!_migrated)
        {
            await storage.MigrateAsync(cancellationToken);
            _migrated = true;
        }

        return storage;
    }

    /// <summary>The same with its schema as it is.</summary>
    public async Task<PostgresStorage> OpenStorageAsync(CancellationToken cancellationToken) => _storage ??= Own(PostgresStorage.Open(
        new PostgresOptions
        {
            ConnectionString = await GetPostgresAsync(cancellationToken),
            Replica = paths.PostgresReplica,
            Warn = Say,
        },
        clock));

    /// <summary>Connection string of PostgreSQL: BQX_POSTGRES, else that of a local one, which runs at least as long as the host.</summary>
    public async Task<string> GetPostgresAsync(CancellationToken cancellationToken)
    {
        if (paths.Postgres is { } given)
        {
            return given;
        }

        _postgres ??= await AcquireAsync(new DevServicesOptions { Home = paths.Home, Root = paths.Root, NeedPostgres = true }, cancellationToken);
        return _postgres.Postgres!;
    }

    /// <summary>Configuration of Redis: BQX_REDIS, else that of a local Garnet, which runs at least as long as the host.</summary>
    public async Task<string> GetRedisAsync(CancellationToken cancellationToken)
    {
        if (paths.Redis is { } given)
        {
            return given;
        }

        _redis ??= await AcquireAsync(new DevServicesOptions { Home = paths.Home, Root = paths.Root, NeedRedis = true }, cancellationToken);
        return _redis.Redis!;
    }

    /// <summary>The model repository of <see cref="LocalPaths.Models"/>.</summary>
    public IModelRepository Models => _models ??= new FolderModelRepository(paths.Models);

    /// <summary>The keys of <see cref="LocalPaths.TrustedKeys"/>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: they cannot be read.</exception>
    public TrustedKeys TrustedKeys => _keys ??= TrustedKeys.ReadFolder(paths.TrustedKeys);

    /// <summary>Writes a remark to the console of progress, on a line of its own.</summary>
    public void Say(string remark) => Progress.WriteLine(remark);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }

    private async Task<DevServicesLease> AcquireAsync(DevServicesOptions options, CancellationToken cancellationToken) =>
        Own(await DevServicesLease.AcquireAsync(options with { Log = Say }, cancellationToken));

    private T Own<T>(T item)
        where T : IAsyncDisposable
    {
        _opened.Push(item);
        return item;
    }
}
