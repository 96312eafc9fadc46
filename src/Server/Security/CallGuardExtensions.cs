using Grpc.AspNetCore.Server;

namespace Bqx.Server.Security;

/// <summary>Puts the guard before methods.</summary>
internal static class CallGuardExtensions
{
    /// <summary>Guards every method of a service that has just been mapped.</summary>
    public static TBuilder Guarded<TBuilder>(this TBuilder methods, CallGuard guard)
        where TBuilder : IEndpointConventionBuilder
    {
        methods.Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault() is { } metadata && endpoint.RequestDelegate is { } inner)
            {
                endpoint.RequestDelegate = guard.Around(metadata.Method, inner);
                endpoint.Metadata.Add(guard);
            }
        });
        return methods;
    }
}
