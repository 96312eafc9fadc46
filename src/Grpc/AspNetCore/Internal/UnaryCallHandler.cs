using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallSettings settings,
    UnaryServerMethod<TRequest, TResponse> invoke) : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override Task RunAsync(ServerCall call)
    {
        var reader = Reader(call);
        if (!reader.Pipe.TryRead(out var read) || !reader.TryTakeSingle(read, out var request))
        {
            return ReadAndRunAsync(call, reader);
        }

        var response = invoke(request, call);
        if (!response.IsCompletedSuccessfully)
        {
            return RespondAsync(call, response);
        }

        call.WriteSingle(Method.ResponseMarshaller, response.GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    private async Task ReadAndRunAsync(ServerCall call, MessageReader<TRequest> reader)
    {
        TRequest? request;
        while (!reader.TryTakeSingle(await reader.Pipe.ReadAsync(call.WaitToken), out request))
        {
        }

        call.WriteSingle(Method.ResponseMarshaller, await invoke(request, call));
    }

    private async Task RespondAsync(ServerCall call, Task<TResponse> response) =>
        call.WriteSingle(Method.ResponseMarshaller, await response);
}
