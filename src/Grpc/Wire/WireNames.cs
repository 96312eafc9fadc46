namespace Grpc.Wire;

/// <summary>Header names and values of gRPC over HTTP/2.</summary>
internal static class WireNames
{
    internal const string ContentType = "application/grpc";
    internal const string Status = "grpc-status";
    internal const string Message = "grpc-message";
    internal const string Timeout = "grpc-timeout";
    internal const string Encoding = "grpc-encoding";
    internal const string AcceptEncoding = "grpc-accept-encoding";
    internal const string Identity = "identity";
    internal const string Gzip = "gzip";

    /// <summary>In the metadata of a call: the encoding that its messages are to be sent in. Never sent itself.</summary>
    internal const string EncodingRequest = "grpc-internal-encoding-request";

    /// <summary>True for application/grpc, application/grpc+x and application/grpc;x; false for application/grpc-web.</summary>
    internal static bool IsGrpcContentType(string? contentType)
    {
        if (contentType == ContentType)
        {
            return true;
        }

        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+';
    }

    /// <summary>True for headers that the transport reads and the application does not see.</summary>
    internal static bool IsTransportHeader(string name) =>
        name.StartsWith(':') || name.ToLowerInvariant() is
            Encoding or AcceptEncoding or Timeout or Status or Message or EncodingRequest
            or "content-type" or "te" or "host" or "accept-encoding";
}
