using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection.Internal;

/// <summary>The older name of reflection, for older tools. Its messages have the bytes of version 1.</summary>
internal sealed class ReflectionV1AlphaService(EndpointSymbols symbols) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var sameRequest = V1.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString());
            var answer = ReflectionV1Service.Answer(symbols.Index, sameRequest);
            var response = ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            await responseStream.WriteAsync(response);
        }
    }
}
