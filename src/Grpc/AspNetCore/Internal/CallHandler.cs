using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Serves one method. A call that never has to wait runs to its end without an asynchronous state machine.
/// 1 check the request, 2 read the deadline, 3 read, run and write (by kind of method), 4 status.
/// </summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, CallSettings settings)
    where TRequest : class
    where TResponse : class
{
    private const int KestrelBodyLimit = 30_000_000;

    private static readonly StringValues ContentType = WireNames.ContentType;

    // Kestrel refuses bodies over 30 MB, and slow ones, unless told otherwise. Streams last as long as they last:
    // keep-alive pings, not body rates, tell a dead peer.
    private readonly bool _liftsLimits = method.Type != MethodType.Unary
        || !(settings.MaxReceiveSize < KestrelBodyLimit - MessageFrame.HeaderSize);

    protected Method<TRequest, TResponse> Method => method;

    internal Task InvokeAsync(HttpContext http)
    {
        if (!RequestCheck.Accept(http, settings.Logger)) // 1
        {
            return Task.CompletedTask;
        }

        if (_liftsLimits)
        {
            LiftBodyLimits(http);
        }

        http.Response.Headers.ContentType = ContentType;
        var call = new ServerCall(http, method, settings);
        Task running;
        try
        {
            call.ReadDeadline(); // 2
            running = RunAsync(call); // 3
            if (running.IsCompletedSuccessfully)
            {
                return call.EndAsync(); // 4
            }
        }
        catch (Exception exception)
        {
            return call.FailAsync(exception);
        }

        return FinishAsync(call, running);
    }

    protected abstract Task RunAsync(ServerCall call);

    protected MessageReader<TRequest> Reader(ServerCall call)
    {
        var http = call.Http;
        string? encoding = http.Request.Headers.GrpcEncoding;
        var compression = settings.Compressions.Find(encoding);
        if (encoding is not (null or WireNames.Identity) && compression is null)
        {
            http.Response.Headers.GrpcAcceptEncoding = settings.Compressions.AcceptEncoding;
        }

        return new MessageReader<TRequest>(
            http.Request.BodyReader,
            method.RequestMarshaller.ContextualDeserializer,
            settings.MaxReceiveSize,
            encoding,
            compression,
            StatusCode.Unimplemented);
    }

    private static async Task FinishAsync(ServerCall call, Task running)
    {
        try
        {
            call.StartDeadline();
            await running;
        }
        catch (Exception exception)
        {
            await call.FailAsync(exception);
            return;
        }

        await call.EndAsync();
    }

    private static void LiftBodyLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }
}
