using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>The one place where a failure of the transport becomes the status of a call.</summary>
internal static class ClientStatus
{
    internal static Status For(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            return rpc.Status;
        }

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException protocol)
            {
                var code = StatusMapping.FromHttp2Error(protocol.ErrorCode);
                return new Status(code, $"The server reset the call with HTTP/2 code {protocol.ErrorCode}.", exception);
            }
        }

        return exception switch
        {
            OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled.", exception),
            // When the connection dies, HttpClient closes the stream of the request under the hands of who writes to it.
            HttpRequestException or ObjectDisposedException or IOException or SocketException or AuthenticationException =>
                new Status(StatusCode.Unavailable, $"The server cannot be reached: {Describe(exception)}", exception),
            _ => new Status(StatusCode.Internal, $"The call failed: {Describe(exception)}", exception),
        };
    }

    /// <summary>What a response without a gRPC status stands for, or null if the response is a proper one.</summary>
    internal static Status? ForHttp(HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            return new Status(
                StatusMapping.FromHttpStatus(response.StatusCode),
                $"The server answered with HTTP status {(int)response.StatusCode}, expected 200.");
        }

        var contentType = response.Content.Headers.ContentType?.ToString();
        return WireNames.IsGrpcContentType(contentType) ? null : new Status(
            StatusCode.Unknown, $"The server answered with content type '{contentType}', expected application/grpc.");
    }

    private static string Describe(Exception exception) => exception.InnerException is { } inner
        ? $"{exception.Message} {inner.Message}"
        : exception.Message;
}
