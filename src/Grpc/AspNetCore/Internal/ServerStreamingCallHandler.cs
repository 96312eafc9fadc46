using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallSettings settings,
    ServerStreamingServerMethod<TRequest, TResponse> invoke) : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(ServerCall call)
    {
        var request = await Reader(call).ReadSingleAsync(call.WaitToken);
        await invoke(request, new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}
