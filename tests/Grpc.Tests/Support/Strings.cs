using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bqx.Grpc.Tests.Support;

/// <summary>A service of one method of each kind, with strings for messages, whose methods a test gives as functions.</summary>
internal static class Strings
{
    public static readonly Method<string, string> Unary = Create(MethodType.Unary);
    public static readonly Method<string, string> ClientStreaming = Create(MethodType.ClientStreaming);
    public static readonly Method<string, string> ServerStreaming = Create(MethodType.ServerStreaming);
    public static readonly Method<string, string> Duplex = Create(MethodType.DuplexStreaming);

    public static void MapUnary(this IEndpointRouteBuilder routes, UnaryServerMethod<string, string> handler) =>
        routes.MapGrpcService(ServerServiceDefinition.CreateBuilder().AddMethod(Unary, handler).Build());

    public static void MapClientStreaming(
        this IEndpointRouteBuilder routes, ClientStreamingServerMethod<string, string> handler) =>
        routes.MapGrpcService(ServerServiceDefinition.CreateBuilder().AddMethod(ClientStreaming, handler).Build());

    public static void MapServerStreaming(
        this IEndpointRouteBuilder routes, ServerStreamingServerMethod<string, string> handler) =>
        routes.MapGrpcService(ServerServiceDefinition.CreateBuilder().AddMethod(ServerStreaming, handler).Build());

    public static void MapDuplex(
        this IEndpointRouteBuilder routes, DuplexStreamingServerMethod<string, string> handler) =>
        routes.MapGrpcService(ServerServiceDefinition.CreateBuilder().AddMethod(Duplex, handler).Build());

    public static AsyncUnaryCall<string> CallUnary(this ChannelBase channel, string request, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncUnaryCall(Unary, null, options, request);

    public static AsyncClientStreamingCall<string, string> CallClientStreaming(
        this ChannelBase channel, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncClientStreamingCall(ClientStreaming, null, options);

    public static AsyncServerStreamingCall<string> CallServerStreaming(
        this ChannelBase channel, string request, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncServerStreamingCall(ServerStreaming, null, options, request);

    public static AsyncDuplexStreamingCall<string, string> CallDuplex(
        this ChannelBase channel, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncDuplexStreamingCall(Duplex, null, options);

    /// <summary>The status of a call that has to fail.</summary>
    public static async Task<Status> StatusOfAsync(Func<Task> call) => (await Should.ThrowAsync<RpcException>(call)).Status;

    public static Task<Status> StatusOfAsync(AsyncUnaryCall<string> call) => StatusOfAsync(() => call.ResponseAsync);

    private static Method<string, string> Create(MethodType type) =>
        new(type, "test.Strings", type.ToString(), Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
