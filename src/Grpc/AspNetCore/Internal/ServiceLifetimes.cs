using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Knows which types the container holds, and for how long. Read while endpoints are mapped.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    internal ServiceLifetime? Find(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService)?.Lifetime;
}
