using Bqx.Core;
using Bqx.DevServices;
using Bqx.Server.InMemory;
using Bqx.Storage;

namespace Bqx.Server.Hosting;

/// <summary>Opens the stores that the configuration names. Databases that are out of reach do not fail it: the start-up waits for them.</summary>
internal static class StoresFactory
{
    /// <exception cref="DevServicesException">A service that should be started here cannot be.</exception>
    public static Task<ServerStores> OpenAsync(
        ServicesMode mode, LocalPaths paths, TimeProvider time, CancellationToken cancellationToken) =>
        mode == ServicesMode.None ? MemoryStores.CreateAsync(time, cancellationToken) : OpenServicesAsync(paths, time, cancellationToken);

    private static async Task<ServerStores> OpenServicesAsync(LocalPaths paths, TimeProvider time, CancellationToken cancellationToken)
    {
        var services = await DevServicesLease.AcquireAsync(
            new DevServicesOptions
            {
                Home = paths.Home,
                Root = paths.Root,
                NeedPostgres = paths.Postgres is null,
                NeedRedis = paths.Redis is null,
                Log = Console.Error.WriteLine,
            },
            cancellationToken);
        var owned = new List<IAsyncDisposable> { services };
        try
        {
            var postgres = PostgresStorage.Open((paths.Postgres ?? services.Postgres)!, time);
            owned.Insert(0, postgres);
            var cache = RedisVectorCache.Open((paths.Redis ?? services.Redis)!, null, time);
            owned.Insert(0, cache);
            return new ServerStores(
                postgres.Bars, postgres.Features, postgres.Predictions, postgres.Labels, cache, new FolderModelRepository(paths.Models))
            {
                Quarantine = postgres.Quarantine,
                Changes = postgres.Changes,
                Promotions = postgres.Promotions,
                Requests = postgres.Requests,
                AcquireIngestAsync = async (request, stop) => await postgres.AcquireIngestAsync(request, stop),
                PrepareAsync = async stop =>
                {
                    await postgres.MigrateAsync(stop);
                    await postgres.Admin.EnsureLivePartitionsAsync(Minute.Floor(time.GetUtcNow()), stop);
                },
                Owned = owned,
            };
        }
        catch
        {
            foreach (var one in owned)
            {
                await one.DisposeAsync();
            }

            throw;
        }
    }
}
