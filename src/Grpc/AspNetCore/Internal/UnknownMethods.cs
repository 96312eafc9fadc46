using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers UNIMPLEMENTED to gRPC calls that no endpoint serves; other requests pass by.</summary>
internal sealed class UnknownMethods
{
    private static readonly RoutePattern Pattern = RoutePatternFactory.Parse(
        "/{service}/{method}", defaults: null, parameterPolicies: new { method = new GrpcRequests() });

    private readonly HashSet<IEndpointRouteBuilder> _mapped = [];

    /// <summary>Once per route table.</summary>
    internal void Map(IEndpointRouteBuilder builder)
    {
        if (_mapped.Add(builder))
        {
            builder.Map(Pattern, AnswerAsync)
                .WithDisplayName("gRPC - unknown methods")
                .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
        }
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentType = WireNames.ContentType;
        headers.GrpcStatus = ((int)StatusCode.Unimplemented).ToString();
        headers.GrpcMessage = PercentEncoding.Encode($"Method {http.Request.Path.Value} is not implemented.");
        return Task.CompletedTask;
    }

    private sealed class GrpcRequests : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection) =>
            httpContext is not null
            && HttpMethods.IsPost(httpContext.Request.Method)
            && WireNames.IsGrpcContentType(httpContext.Request.Headers.ContentType);
    }
}
