using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Goes on configuring what AddGrpc registered.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}
