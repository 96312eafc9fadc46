using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Methods of services that have an instance per call.</summary>
internal static class PerCall
{
    internal static UnaryServerMethod<TRequest, TResponse> Unary<TService, TRequest, TResponse>(
        Activation<TService> activation,
        MethodInfo target)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        var invoke = target.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        return (request, context) => activation.UseAsync(
            context.GetHttpContext(), service => invoke(service, request, context));
    }

    internal static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TService, TRequest, TResponse>(
        Activation<TService> activation,
        MethodInfo target)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        var invoke = target
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        return (requests, context) => activation.UseAsync(
            context.GetHttpContext(), service => invoke(service, requests, context));
    }

    internal static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TService, TRequest, TResponse>(
        Activation<TService> activation,
        MethodInfo target)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        var invoke = target
            .CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        return (request, responses, context) => activation.UseAsync(
            context.GetHttpContext(), service => invoke(service, request, responses, context));
    }

    internal static DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TService, TRequest, TResponse>(
        Activation<TService> activation,
        MethodInfo target)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        var invoke = target.CreateDelegate<
            Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        return (requests, responses, context) => activation.UseAsync(
            context.GetHttpContext(), service => invoke(service, requests, responses, context));
    }
}
