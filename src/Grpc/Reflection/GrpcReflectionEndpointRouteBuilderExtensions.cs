using Grpc.Reflection.Internal;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps server reflection.</summary>
public static class GrpcReflectionEndpointRouteBuilderExtensions
{
    /// <summary>Maps reflection v1 and v1alpha over all gRPC services of the application.</summary>
    public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new EndpointConventions(
            builder.MapGrpcService<ReflectionV1Service>(),
            builder.MapGrpcService<ReflectionV1AlphaService>());
    }
}
