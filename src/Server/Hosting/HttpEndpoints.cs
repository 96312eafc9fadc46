using Bqx.Server.Telemetry;

namespace Bqx.Server.Hosting;

/// <summary>Metrics and health over HTTP.</summary>
internal static class HttpEndpoints
{
    public static void MapHttpEndpoints(this IEndpointRouteBuilder app)
    {
        var http = app.MapGroup("").WithMetadata(new ServedOn(ListenerRole.Http));
        http.MapGet("/metrics", (MetricsText metrics) => Results.Text(metrics.Write(), MetricsText.ContentType));
        http.MapGet("/healthz/live", () => Results.Text("alive\n"));
        http.MapGet("/healthz/startup", (Readiness readiness) => Answer(readiness.IsStarted, readiness));
        http.MapGet("/healthz/ready", (Readiness readiness) => Answer(readiness.IsReady, readiness));
    }

    private static IResult Answer(bool good, Readiness readiness) => good
        ? Results.Text("ready\n")
        : Results.Text($"{readiness.Missing}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
