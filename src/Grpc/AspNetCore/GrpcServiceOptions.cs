using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultReceiveMaxMessageSize = 4 * 1024 * 1024;

    /// <value>Bytes; null, the default, sets no limit.</value>
    public int? MaxSendMessageSize { get; set; }

    /// <value>Bytes, also after decompression; 4 MiB by default; null sets no limit.</value>
    public int? MaxReceiveMessageSize { get; set; } = DefaultReceiveMaxMessageSize;

    /// <value>Sends the message of an unexpected exception to the caller. Only for development.</value>
    public bool? EnableDetailedErrors { get; set; }

    /// <value>"gzip" to compress responses to callers that accept it; null, the default, does not compress.</value>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    public IList<ICompressionProvider> CompressionProviders { get; set; } = [.. CompressionSet.Default];

    /// <value>The first is the outermost.</value>
    public InterceptorCollection Interceptors { get; } = [];

    /// <value>Leaves calls to unknown services and methods the 404 they have. Read from the options of all services.</value>
    public bool? IgnoreUnknownServices { get; set; }
}
