using Bqx.Core;
using Bqx.OpenInference;
using Bqx.Plugins.NoOp;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Doubles;

/// <summary>A server whose repository has <c>noop@1</c> to <c>noop@3</c> and the bundle <c>fx@1</c>: the first serves, the last is loaded.</summary>
public sealed class OpenInferenceServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var repository = await RealPackages.RepositoryAsync(RealPackages.Bundle("fx").All);
        for (var version = 1; version <= 3; version++)
        {
            var id = new ModelId("noop", version);
            repository[id] = NoOpPackage.Create(id, Features.FeatureCatalogue.Schema);
        }

        Server = await TestServer.StartAsync(new FakeTimeProvider(), repository);
        await new GRPCInferenceService.GRPCInferenceServiceClient(Server.Admin).RepositoryModelLoadAsync(
            new RepositoryModelLoadRequest { ModelName = "fx" });
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
