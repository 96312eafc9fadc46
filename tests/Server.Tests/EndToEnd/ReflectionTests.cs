using Bqx.Server.Tests.Doubles;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>What tools that know no contract learn from the server.</summary>
public sealed class ReflectionTests(OpenInferenceServer fixture) : IClassFixture<OpenInferenceServer>
{
    private static readonly string[] Services =
    [
        "bqx.v1.Bars", "bqx.v1.Models", "bqx.v1.Monitor", "bqx.v1.Prediction", "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "inference.GRPCInferenceService",
    ];

    [Fact]
    public async Task ListServices_BothVersions_AreAllThatTheServerHas()
    {
        (await AskAsync(new ServerReflectionRequest { ListServices = "*" })).ListServicesResponse.Service.Select(service => service.Name)
            .ShouldBe(Services, ignoreOrder: true);

        using var call = new V1Alpha.ServerReflection.ServerReflectionClient(fixture.Server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new V1Alpha.ServerReflectionRequest { ListServices = "*" });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(Services, ignoreOrder: true);
    }

    // The service that is bound by hand describes all its calls as well.
    [Theory]
    [InlineData("bqx.v1.Prediction", "Predict PredictBatch Subscribe PredictVector Explain History")]
    [InlineData("bqx.v1.Bars", "Ingest IngestLive Latest History")]
    [InlineData("bqx.v1.Monitor", "Quality Latency")]
    public async Task FileContainingSymbol_Service_NamesItsCalls(string service, string calls)
    {
        var files = (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = service })).FileDescriptorResponse.FileDescriptorProto
            .Select(FileDescriptorProto.Parser.ParseFrom);

        files.SelectMany(file => file.Service.Where(one => $"{file.Package}.{one.Name}" == service)).ShouldHaveSingleItem()
            .Method.Select(method => method.Name).ShouldBe(calls.Split(' '));
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(fixture.Server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        return call.ResponseStream.Current;
    }
}
