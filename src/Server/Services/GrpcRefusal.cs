using System.Globalization;
using Bqx.Core;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>Ends a call before its method runs: one frame of headers, no body.</summary>
internal static class GrpcRefusal
{
    /// <summary>Tells a client when to try again, in milliseconds (gRPC's retry design, A6).</summary>
    public const string PushbackTrailer = "grpc-retry-pushback-ms";

    /// <param name="http">The call.</param>
    /// <param name="fault">Why; its message is of printable ASCII without a percent sign, which needs no encoding.</param>
    /// <param name="retryAfter">When to try again; null: nothing is said.</param>
    public static Task WriteAsync(HttpContext http, FaultException fault, TimeSpan? retryAfter = null)
    {
        var status = (int)FaultStatus.Of(fault.Fault);
        Write(http, (StatusCode)status, fault.Message);
        http.Response.Headers[FaultStatus.Trailer] = FaultStatus.NameOf(fault.Fault);
        if (retryAfter is { } wait)
        {
            http.Response.Headers[PushbackTrailer] = Pushback(wait);
        }

        return Task.CompletedTask;
    }

    /// <summary>A status that is no fault of ours.</summary>
    public static void Write(HttpContext http, StatusCode status, string message)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers.GrpcStatus = ((int)status).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.GrpcMessage = message;
    }

    /// <summary>A wait in whole milliseconds, at least 1.</summary>
    public static string Pushback(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
