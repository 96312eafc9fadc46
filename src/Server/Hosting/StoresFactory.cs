using Bqx.Server.InMemory;

namespace Bqx.Server.Hosting;

/// <summary>Opens the stores that the configuration names.</summary>
internal static class StoresFactory
{
    public static Task<ServerStores> OpenAsync(ServicesMode mode, TimeProvider time, CancellationToken cancellationToken) =>
        MemoryStores.CreateAsync(time, cancellationToken);
}
