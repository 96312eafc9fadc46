using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Refuses, with an HTTP status, requests that are not gRPC.</summary>
internal static class RequestCheck
{
    internal static bool Accept(HttpContext http, ILogger logger)
    {
        var request = http.Request;
        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
        {
            return Refuse(http, StatusCodes.Status426UpgradeRequired, logger);
        }

        return WireNames.IsGrpcContentType(request.Headers.ContentType)
            || Refuse(http, StatusCodes.Status415UnsupportedMediaType, logger);
    }

    private static bool Refuse(HttpContext http, int status, ILogger logger)
    {
        logger.RequestRefused(http.Request.Path.Value, status);
        http.Response.StatusCode = status;
        return false;
    }
}
