using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection.Internal;

/// <summary>Answers reflection requests from the symbols of the application's services.</summary>
internal sealed class ReflectionV1Service(EndpointSymbols symbols) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var response = Answer(symbols.Index, request);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            await responseStream.WriteAsync(response);
        }
    }

    internal static ServerReflectionResponse Answer(SymbolIndex index, ServerReflectionRequest request)
    {
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                var services = index.Services.Select(name => new ServiceResponse { Name = name });
                return new ServerReflectionResponse { ListServicesResponse = new() { Service = { services } } };
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                return File(index.FindFile(request.FileByFilename), $"File '{request.FileByFilename}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                return File(index.FindSymbol(request.FileContainingSymbol), $"Symbol '{request.FileContainingSymbol}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                var (type, number) = (
                    request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber);
                return File(index.FindExtension(type, number), $"Extension {number} of '{type}'");
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                return ExtensionNumbers(index, request.AllExtensionNumbersOfType);
            default:
                return Error(StatusCode.InvalidArgument, "The request asks for nothing.");
        }
    }

    private static ServerReflectionResponse ExtensionNumbers(SymbolIndex index, string type) => index.IsMessage(type)
        ? new ServerReflectionResponse
        {
            AllExtensionNumbersResponse = new ExtensionNumberResponse
            {
                BaseTypeName = type,
                ExtensionNumber = { index.ExtensionNumbers(type) },
            },
        }
        : Error(StatusCode.NotFound, $"Message '{type}' is not known.");

    private static ServerReflectionResponse File(FileDescriptor? file, string what)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"{what} is not known.");
        }

        var files = new OrderedDictionary<string, ByteString>();
        Collect(file, files);
        return new ServerReflectionResponse
        {
            FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files.Values } },
        };
    }

    private static void Collect(FileDescriptor file, OrderedDictionary<string, ByteString> files)
    {
        if (files.TryAdd(file.Name, file.SerializedData))
        {
            foreach (var imported in file.Dependencies)
            {
                Collect(imported, files);
            }
        }
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) => new()
    {
        ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message },
    };
}
