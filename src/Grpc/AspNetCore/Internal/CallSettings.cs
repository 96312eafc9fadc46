using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What the calls of one service share, settled when its endpoints are built.</summary>
internal sealed class CallSettings
{
    private CallSettings(GrpcServiceOptions options, IServiceProvider services)
    {
        MaxSendSize = options.MaxSendMessageSize;
        MaxReceiveSize = options.MaxReceiveMessageSize;
        DetailedErrors = options.EnableDetailedErrors ?? false;
        Compressions = new CompressionSet(options.CompressionProviders);
        CompressionLevel = options.ResponseCompressionLevel;
        ResponseCompression = FindResponseCompression(options.ResponseCompressionAlgorithm);
        Time = services.GetRequiredService<TimeProvider>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");
        Interceptors = new InterceptorPipeline(services, options.Interceptors);
    }

    internal int? MaxSendSize { get; }

    internal int? MaxReceiveSize { get; }

    internal bool DetailedErrors { get; }

    internal CompressionSet Compressions { get; }

    /// <value>What responses are compressed with where the caller accepts it.</value>
    internal ICompressionProvider? ResponseCompression { get; }

    internal CompressionLevel? CompressionLevel { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal InterceptorPipeline Interceptors { get; }

    internal static CallSettings Global(IServiceProvider services) =>
        new(services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value, services);

    internal static CallSettings For<TService>(IServiceProvider services)
        where TService : class =>
        services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>().Any()
            ? new CallSettings(services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value, services)
            : Global(services);

    private ICompressionProvider? FindResponseCompression(string? algorithm)
    {
        if (algorithm is null or WireNames.Identity)
        {
            return null;
        }

        return Compressions.Find(algorithm) ?? throw new InvalidOperationException(
            $"ResponseCompressionAlgorithm is '{algorithm}', expected one of: {Compressions.AcceptEncoding}.");
    }
}
