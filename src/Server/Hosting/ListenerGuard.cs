using Bqx.Server.Security;
using Bqx.Server.Services;
using Grpc.Core;

namespace Bqx.Server.Hosting;

/// <summary>Hides the endpoints of one port from the others: on a wrong port they do not exist.</summary>
internal static class ListenerGuard
{
    public static void UseListenerGuard(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var endpoint = context.GetEndpoint();
        var role = ClientConnection.RoleOf(context);
        var allowed = endpoint is null
            || (endpoint.Metadata.GetMetadata<ServedOn>() is { } servedOn ? servedOn.Allows(role) : role == ListenerRole.Grpc);
        return allowed ? next(context) : RefuseAsync(context, role);
    });

    private static Task RefuseAsync(HttpContext context, ListenerRole role)
    {
        if (role == ListenerRole.Http)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            GrpcRefusal.Write(context, StatusCode.Unimplemented, "This service is not served on this port.");
        }

        return Task.CompletedTask;
    }
}
