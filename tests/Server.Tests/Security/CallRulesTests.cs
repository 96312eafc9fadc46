using Bqx.Core;
using Bqx.Server.Admission;
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

    [Theory]
    [InlineData("/bqx.v1.Prediction/Predict", CallPriority.Free)]
    [InlineData("/bqx.v1.Prediction/PredictBatch", CallPriority.Free)]
    [InlineData("/grpc.health.v1.Health/Check", CallPriority.Free)]
    [InlineData("/bqx.v1.Prediction/PredictVector", CallPriority.Inference)]
    [InlineData("/inference.GRPCInferenceService/ModelInfer", CallPriority.Inference)]
    [InlineData("/inference.GRPCInferenceService/ModelMetadata", CallPriority.Free)]
    [InlineData("/bqx.v1.Prediction/Explain", CallPriority.Background)]
    [InlineData("/bqx.v1.Bars/History", CallPriority.Background)]
    public void PriorityOf_Method_IsItsPlaceInTheQueue(string method, object priority) => CallRules.PriorityOf(method).ShouldBe((CallPriority)priority);

    [Fact]
    public async Task Server_EveryMethod_IsNamedAndGuarded()
    {
        await using var server = await TestServer.StartAsync(new FakeTimeProvider(), args: "--Server:Diagnostics=true");

        var methods = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null).ToList();

        methods.Count.ShouldBeGreaterThan(10);
        methods.Where(endpoint => endpoint.Metadata.GetMetadata<CallGuard>() is null).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
        methods.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()!.Method.FullName)
            .Where(method => !CallRules.Names(method)).ShouldBeEmpty();
    }
}
