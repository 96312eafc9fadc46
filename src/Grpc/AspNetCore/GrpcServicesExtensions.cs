using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what gRPC services need.</summary>
public static class GrpcServicesExtensions
{
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ServiceLifetimes(services));
        services.TryAddEnumerable(ServiceDescriptor.Transient<IStartupFilter, UnknownMethods>());
        return new GrpcServerBuilder(services);
    }

    public static IGrpcServerBuilder AddGrpc(
        this IServiceCollection services,
        Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configureOptions);
        return services.AddGrpc();
    }

    public static IGrpcServerBuilder AddServiceOptions<TService>(
        this IGrpcServerBuilder grpcBuilder,
        Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        grpcBuilder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<
            IConfigureOptions<GrpcServiceOptions<TService>>, CopyGlobalOptions<TService>>());
        grpcBuilder.Services.Configure(configure);
        return grpcBuilder;
    }
}
