using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Telemetry;

/// <summary>
/// Around every unary call: its span where spans are sent, and a line in the log when it was slow. Without spans a call that completes at
/// once costs two looks at the clock.
/// </summary>
internal sealed partial class CallWatch(IOptions<TelemetryOptions> options, TimeProvider time, ILogger<CallWatch> logger)
{
    private readonly TimeSpan _slow = options.Value.SlowCall;

    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is not { Type: MethodType.Unary } method)
        {
            return next(context);
        }

        if (Traces.IsOn)
        {
            return TraceAsync(context, next, method);
        }

        var started = time.GetTimestamp();
        var running = next(context);
        if (!running.IsCompletedSuccessfully)
        {
            return WatchAsync(running, method, started);
        }

        Look(method, started, null);
        return running;
    }

    private async Task WatchAsync(Task running, IMethod method, long started)
    {
        try
        {
            await running;
        }
        finally
        {
            Look(method, started, null);
        }
    }

    private async Task TraceAsync(HttpContext context, RequestDelegate next, IMethod method)
    {
        var headers = context.Request.Headers;
        using var span = Traces.StartCall(
            $"{method.ServiceName}/{method.Name}", Traces.Parse(headers.TraceParent.ToString(), headers.TraceState.ToString()));
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Finish(span, context);
            Look(method, started, span);
        }
    }

    private static void Finish(Activity? span, HttpContext context)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        var trailers = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        var status = trailers is not null && trailers.TryGetValue("grpc-status", out var trailing)
            ? trailing.ToString()
            : context.Response.Headers.GrpcStatus.ToString();
        span.SetTag("rpc.system", "grpc");
        span.SetTag("rpc.grpc.status_code", status);
        if (status is not ("0" or ""))
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private void Look(IMethod method, long started, Activity? span)
    {
        var taken = time.GetElapsedTime(started);
        if (taken > _slow)
        {
            LogSlow(method.ServiceName, method.Name, taken.TotalMilliseconds, span is { Recorded: true } ? span.TraceId.ToHexString() : "none");
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Slow call: {Service}/{Method} took {Milliseconds:F1} ms, trace {TraceId}")]
    private partial void LogSlow(string service, string method, double milliseconds, string traceId);
}
