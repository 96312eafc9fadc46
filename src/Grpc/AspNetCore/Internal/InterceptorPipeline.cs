using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Puts the interceptors of a service around its methods, once, when the endpoint is built.</summary>
internal sealed class InterceptorPipeline
{
    private readonly List<Activation<Interceptor>> _innermostFirst;

    internal InterceptorPipeline(IServiceProvider services, InterceptorCollection interceptors)
    {
        _innermostFirst = [.. interceptors.Reverse().Select(interceptor =>
            new Activation<Interceptor>(services, interceptor.Type, interceptor.Arguments))];
    }

    internal UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _innermostFirst.Aggregate(method, (next, activation) => activation.Shared is { } shared
            ? (request, context) => shared.UnaryServerHandler(request, context, next)
            : (request, context) => activation.UseAsync(
                context.GetHttpContext(),
                interceptor => interceptor.UnaryServerHandler(request, context, next)));

    internal ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _innermostFirst.Aggregate(method, (next, activation) => activation.Shared is { } shared
            ? (requests, context) => shared.ClientStreamingServerHandler(requests, context, next)
            : (requests, context) => activation.UseAsync(
                context.GetHttpContext(),
                interceptor => interceptor.ClientStreamingServerHandler(requests, context, next)));

    internal ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _innermostFirst.Aggregate(method, (next, activation) => activation.Shared is { } shared
            ? (request, responses, context) => shared.ServerStreamingServerHandler(request, responses, context, next)
            : (request, responses, context) => activation.UseAsync(
                context.GetHttpContext(),
                interceptor => interceptor.ServerStreamingServerHandler(request, responses, context, next)));

    internal DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _innermostFirst.Aggregate(method, (next, activation) => activation.Shared is { } shared
            ? (requests, responses, context) => shared.DuplexStreamingServerHandler(requests, responses, context, next)
            : (requests, responses, context) => activation.UseAsync(
                context.GetHttpContext(),
                interceptor => interceptor.DuplexStreamingServerHandler(requests, responses, context, next)));
}
