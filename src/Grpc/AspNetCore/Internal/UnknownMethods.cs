using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Answers UNIMPLEMENTED to gRPC calls that nothing served. It looks at what comes back instead of being an endpoint: a
/// catch-all endpoint would be weighed against the right one in every call.
/// </summary>
internal sealed class UnknownMethods(IOptions<GrpcServiceOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.IgnoreUnknownServices != true)
        {
            app.Use(inner => http => Run(inner, http));
        }

        next(app);
    };

    private static Task Run(RequestDelegate inner, HttpContext http)
    {
        var running = inner(http);
        if (http.GetEndpoint() is not null)
        {
            return running;
        }

        if (!running.IsCompletedSuccessfully)
        {
            return AnswerAfterAsync(running, http);
        }

        AnswerIfUnknown(http);
        return Task.CompletedTask;
    }

    private static async Task AnswerAfterAsync(Task running, HttpContext http)
    {
        await running;
        AnswerIfUnknown(http);
    }

    private static void AnswerIfUnknown(HttpContext http)
    {
        var response = http.Response;
        if (response.StatusCode != StatusCodes.Status404NotFound
            || response.HasStarted
            || !HttpMethods.IsPost(http.Request.Method)
            || !WireNames.IsGrpcContentType(http.Request.Headers.ContentType))
        {
            return;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.Headers.ContentType = WireNames.ContentType;
        response.Headers.GrpcStatus = ((int)StatusCode.Unimplemented).ToString();
        response.Headers.GrpcMessage = PercentEncoding.Encode($"Method {http.Request.Path.Value} is not implemented.");
    }
}
