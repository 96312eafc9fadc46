using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Starts the options of one service from those of all.</summary>
internal sealed class CopyGlobalOptions<TService>(IOptions<GrpcServiceOptions> global)
    : IConfigureOptions<GrpcServiceOptions<TService>>
    where TService : class
{
    public void Configure(GrpcServiceOptions<TService> options)
    {
        var source = global.Value;
        options.MaxSendMessageSize = source.MaxSendMessageSize;
        options.MaxReceiveMessageSize = source.MaxReceiveMessageSize;
        options.EnableDetailedErrors = source.EnableDetailedErrors;
        options.ResponseCompressionAlgorithm = source.ResponseCompressionAlgorithm;
        options.ResponseCompressionLevel = source.ResponseCompressionLevel;
        options.CompressionProviders = [.. source.CompressionProviders];
        options.IgnoreUnknownServices = source.IgnoreUnknownServices;
        foreach (var interceptor in source.Interceptors)
        {
            options.Interceptors.Add(interceptor);
        }
    }
}
