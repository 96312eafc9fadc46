using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Maps each method of a service as the generated code names it.</summary>
/// <param name="activation">Where service instances come from; null where each method carries its implementation.</param>
internal sealed class ServiceBinder<TService>(
    IEndpointRouteBuilder builder,
    CallSettings settings,
    Activation<TService>? activation) : ServiceBinderBase
    where TService : class
{
    internal List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find(method, handler, typeof(TRequest), typeof(ServerCallContext));
        handler ??= activation!.Shared is { } shared
            ? target.CreateDelegate<UnaryServerMethod<TRequest, TResponse>>(shared)
            : PerCall.Unary<TService, TRequest, TResponse>(activation, target);
        Map(method, target, new UnaryCallHandler<TRequest, TResponse>(
            method, settings, settings.Interceptors.Around(handler)).InvokeAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find(method, handler, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        handler ??= activation!.Shared is { } shared
            ? target.CreateDelegate<ClientStreamingServerMethod<TRequest, TResponse>>(shared)
            : PerCall.ClientStreaming<TService, TRequest, TResponse>(activation, target);
        Map(method, target, new ClientStreamingCallHandler<TRequest, TResponse>(
            method, settings, settings.Interceptors.Around(handler)).InvokeAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find(
            method, handler, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        handler ??= activation!.Shared is { } shared
            ? target.CreateDelegate<ServerStreamingServerMethod<TRequest, TResponse>>(shared)
            : PerCall.ServerStreaming<TService, TRequest, TResponse>(activation, target);
        Map(method, target, new ServerStreamingCallHandler<TRequest, TResponse>(
            method, settings, settings.Interceptors.Around(handler)).InvokeAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find(
            method,
            handler,
            typeof(IAsyncStreamReader<TRequest>),
            typeof(IServerStreamWriter<TResponse>),
            typeof(ServerCallContext));
        handler ??= activation!.Shared is { } shared
            ? target.CreateDelegate<DuplexStreamingServerMethod<TRequest, TResponse>>(shared)
            : PerCall.DuplexStreaming<TService, TRequest, TResponse>(activation, target);
        Map(method, target, new DuplexStreamingCallHandler<TRequest, TResponse>(
            method, settings, settings.Interceptors.Around(handler)).InvokeAsync);
    }

    private static MethodInfo Find(IMethod method, Delegate? handler, params Type[] parameters) =>
        handler?.Method
        ?? typeof(TService).GetMethod(
            method.Name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} for {method.FullName}.");

    private void Map(IMethod method, MethodInfo target, RequestDelegate invoke)
    {
        var endpoint = builder.MapMethods(method.FullName, [HttpMethods.Post], invoke);
        endpoint.WithDisplayName($"gRPC - {method.FullName}");
        endpoint.Add(built =>
        {
            built.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            foreach (var attribute in typeof(TService).GetCustomAttributes(inherit: true))
            {
                built.Metadata.Add(attribute);
            }

            foreach (var attribute in target.GetCustomAttributes(inherit: true))
            {
                built.Metadata.Add(attribute);
            }
        });
        Endpoints.Add(endpoint);
    }
}
