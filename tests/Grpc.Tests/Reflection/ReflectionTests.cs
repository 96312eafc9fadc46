using Bqx.Grpc.Tests.Support;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Bqx.Grpc.Tests.Reflection;

public sealed class ReflectionTests : IAsyncLifetime
{
    private GrpcHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GrpcHost.StartAsync(
        services: services => services.AddGrpcReflection(),
        map: routes =>
        {
            routes.MapGrpcService<InteropService>();
            routes.MapGrpcReflectionService();
        });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ListServices_Always_AllMapped()
    {
        var response = await AskAsync(new ServerReflectionRequest { ListServices = "*", Host = "here" });

        response.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "grpc.testing.TestService"]);
        response.ValidHost.ShouldBe("here");
        response.OriginalRequest.ListServices.ShouldBe("*");
    }

    [Theory]
    [InlineData("grpc.testing.TestService")]
    [InlineData("grpc.testing.TestService.FullDuplexCall")]
    public async Task FileContainingSymbol_ServiceOrMethod_FileAndItsImports(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        FileNames(response).ShouldBe(
            ["grpc/testing/test.proto", "grpc/testing/empty.proto", "grpc/testing/messages.proto"]);
    }

    [Theory]
    [InlineData("grpc.testing.SimpleRequest")]
    [InlineData("grpc.testing.SimpleRequest.response_size")]
    [InlineData("grpc.testing.PayloadType")]
    [InlineData("grpc.testing.COMPRESSABLE")]
    public async Task FileContainingSymbol_MessageFieldEnumValue_Found(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        FileNames(response).ShouldBe(["grpc/testing/messages.proto"]);
    }

    [Fact]
    public async Task FileByFilename_Known_Found()
    {
        var response = await AskAsync(new ServerReflectionRequest { FileByFilename = "grpc/testing/empty.proto" });

        FileNames(response).ShouldBe(["grpc/testing/empty.proto"]);
    }

    [Fact]
    public async Task Unknown_AnyQuestion_NotFoundInResponse()
    {
        var questions = new[]
        {
            new ServerReflectionRequest { FileByFilename = "x.proto" },
            new ServerReflectionRequest { FileContainingSymbol = "x.Y" },
            new ServerReflectionRequest { FileContainingExtension = new() { ContainingType = "x.Y", ExtensionNumber = 1 } },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "x.Y" },
        };

        foreach (var question in questions)
        {
            (await AskAsync(question)).ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.NotFound);
        }
    }

    [Fact]
    public async Task AllExtensionNumbers_MessageWithoutExtensions_None()
    {
        var request = new ServerReflectionRequest { AllExtensionNumbersOfType = "grpc.testing.SimpleRequest" };

        var response = await AskAsync(request);

        response.AllExtensionNumbersResponse.BaseTypeName.ShouldBe("grpc.testing.SimpleRequest");
        response.AllExtensionNumbersResponse.ExtensionNumber.ShouldBeEmpty();
    }

    [Fact]
    public async Task Empty_Request_InvalidArgumentInResponse() =>
        (await AskAsync(new ServerReflectionRequest())).ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.InvalidArgument);

    [Fact]
    public async Task V1Alpha_FileContainingSymbol_SameAsV1()
    {
        var client = new V1Alpha.ServerReflection.ServerReflectionClient(_host.Channel());
        using var call = client.ServerReflectionInfo();
        var request = new V1Alpha.ServerReflectionRequest { FileContainingSymbol = "grpc.testing.SimpleRequest" };
        await call.RequestStream.WriteAsync(request);
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await call.RequestStream.CompleteAsync();

        call.ResponseStream.Current.OriginalRequest.ShouldBe(request);
        call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto
            .Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name)
            .ShouldBe(["grpc/testing/messages.proto"]);
    }

    private static IEnumerable<string> FileNames(ServerReflectionResponse response) =>
        response.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name);

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        var client = new ServerReflection.ServerReflectionClient(_host.Channel());
        using var call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        return call.ResponseStream.Current;
    }
}
