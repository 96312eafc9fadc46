using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallSettings settings,
    ClientStreamingServerMethod<TRequest, TResponse> invoke) : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(ServerCall call)
    {
        using var requests = new RequestStream<TRequest>(call, Reader(call));
        call.WriteSingle(Method.ResponseMarshaller, await invoke(requests, call));
    }
}
