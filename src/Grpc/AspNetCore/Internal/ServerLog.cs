using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Log messages of the server. Warnings and errors are this side's fault; debug is the caller's.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1001, LogLevel.Error, "Error when executing {Method}.")]
    internal static partial void HandlerFailed(this ILogger logger, string method, Exception exception);

    [LoggerMessage(1002, LogLevel.Debug, "{Method} ended with {StatusCode}: {Detail}")]
    internal static partial void CallFailed(this ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(1003, LogLevel.Debug, "Request to {Path} refused with HTTP status {HttpStatus}.")]
    internal static partial void RequestRefused(this ILogger logger, string? path, int httpStatus);

    [LoggerMessage(1004, LogLevel.Debug, "{Method} reached its deadline.")]
    internal static partial void DeadlineReached(this ILogger logger, string method);

    [LoggerMessage(1005, LogLevel.Debug, "The status of {Method} could not be sent.")]
    internal static partial void StatusNotSent(this ILogger logger, string method, Exception exception);
}
