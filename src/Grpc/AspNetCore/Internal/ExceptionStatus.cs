using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The one place where an exception becomes the status of a call.</summary>
internal static class ExceptionStatus
{
    internal const string HandlerDetail = "Exception was thrown by handler.";

    internal static Status For(Exception exception, ServerCall call)
    {
        var status = exception switch
        {
            RpcException rpc => rpc.Status,
            _ when call.IsDeadlineReached => ServerCall.DeadlineStatus,
            _ when call.IsAborted => new Status(StatusCode.Cancelled, "The caller cancelled the call."),
            OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled by the server."),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                new Status(StatusCode.ResourceExhausted, "The request exceeds the size limit of the server."),
            BadHttpRequestException => new Status(StatusCode.Internal, "The request is not valid HTTP/2."),
            ConnectionResetException or ConnectionAbortedException =>
                new Status(StatusCode.Cancelled, "The connection was lost."),
            _ => Unexpected(exception, call),
        };
        if (status.StatusCode != StatusCode.OK)
        {
            call.Settings.Logger.CallFailed(call.Method, status.StatusCode, status.Detail);
        }

        return status;
    }

    private static Status Unexpected(Exception exception, ServerCall call)
    {
        call.Settings.Logger.HandlerFailed(call.Method, exception);
        return new Status(
            StatusCode.Unknown,
            call.Settings.DetailedErrors
                ? $"{HandlerDetail} {exception.GetType().Name}: {exception.Message}"
                : HandlerDetail);
    }
}
