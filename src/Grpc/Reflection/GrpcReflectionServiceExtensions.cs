using Grpc.Reflection.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what server reflection needs.</summary>
public static class GrpcReflectionServiceExtensions
{
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddGrpc();
        services.TryAddSingleton<EndpointSymbols>();
        services.TryAddSingleton<ReflectionV1Service>();
        services.TryAddSingleton<ReflectionV1AlphaService>();
        return services;
    }
}
