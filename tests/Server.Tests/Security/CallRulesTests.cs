using Bqx.Core;
using Bqx.Server.Security;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bqx.Server.Tests.Security;

public sealed class CallRulesTests
{
    [Theory]
    [InlineData("/bqx.v1.Prediction/Predict", ApiRoles.Predict)]
    [InlineData("/bqx.v1.Bars/Ingest", ApiRoles.Ingest)]
    [InlineData("/bqx.v1.Bars/IngestLive", ApiRoles.Ingest)]
    [InlineData("/bqx.v1.Bars/Latest", ApiRoles.Predict)]
    [InlineData("/bqx.v1.Models/List", ApiRoles.Admin)]
    [InlineData("/inference.GRPCInferenceService/ModelInfer", ApiRoles.Predict)]
    [InlineData("/inference.GRPCInferenceService/RepositoryModelUnload", ApiRoles.Admin)]
    [InlineData("/grpc.health.v1.Health/Check", ApiRoles.None)]
    [InlineData("/somebody.Else/Call", ApiRoles.Admin)]
    public void RoleOf_Method_IsTheLeastThatMayCallIt(string method, ApiRoles role) => CallRules.RoleOf(method).ShouldBe(role);

    [Fact]
    public async Task Find_EveryMethodOfTheServer_IsNamed()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider(), args: "--Server:Diagnostics=true");

        var methods = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName).OfType<string>().ToList();

        methods.Count.ShouldBeGreaterThan(10);
        methods.Where(method => CallRules.Find(method) is null).ShouldBeEmpty();
    }
}
