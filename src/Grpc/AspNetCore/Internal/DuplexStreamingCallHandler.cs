using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallSettings settings,
    DuplexStreamingServerMethod<TRequest, TResponse> invoke) : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(ServerCall call)
    {
        using var requests = new RequestStream<TRequest>(call, Reader(call));
        await invoke(requests, new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}
