using Bqx.OpenInference;
using Bqx.Server.Tests.Doubles;
using Grpc.Core;
using Grpc.Health.V1;
using HealthStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Models that are loaded and unloaded by the Open Inference Protocol.</summary>
public sealed class OpenInferenceLoadTests : IAsyncLifetime
{
    private readonly OpenInferenceServer _fixture = new();

    private GRPCInferenceService.GRPCInferenceServiceClient Client => new(_fixture.Server.Channel);

    private GRPCInferenceService.GRPCInferenceServiceClient Admin => new(_fixture.Server.Admin);

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task LoadThenUnload_OnTheAdminPort_ServesAndFrees()
    {
        await Admin.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "noop" });
        (await Client.ModelMetadataAsync(new ModelMetadataRequest { Name = "noop" })).Versions.ShouldBe(["3", "1"]);
        (await HealthOfAsync("fx")).ShouldBe(HealthStatus.Serving);

        await Admin.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = "fx" });

        (await Client.ModelReadyAsync(new ModelReadyRequest { Name = "fx-eurusd" })).Ready.ShouldBeFalse();
        (await Should.ThrowAsync<RpcException>(() => HealthOfAsync("fx"))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Load_ByVersion_LoadsThatVersion()
    {
        var request = new RepositoryModelLoadRequest
        {
            ModelName = "noop",
            Parameters = { ["version"] = new ModelRepositoryParameter { Int64Param = 2 } },
        };

        await Admin.RepositoryModelLoadAsync(request);

        (await Client.ModelReadyAsync(new ModelReadyRequest { Name = "noop", Version = "2" })).Ready.ShouldBeTrue();
        (await Client.ModelReadyAsync(new ModelReadyRequest { Name = "noop", Version = "3" })).Ready.ShouldBeFalse();
    }

    private async Task<HealthStatus> HealthOfAsync(string name) =>
        (await new Health.HealthClient(_fixture.Server.Channel).CheckAsync(new HealthCheckRequest { Service = name })).Status;
}
