using Bqx.Core;
using Bqx.Plugins.NoOp;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;
using ModelState = Bqx.V1.ModelState;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>The server over real gRPC: administration of models.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private readonly FixedRepository _repository = [];
    private TestServer _server = null!;

    private Models.ModelsClient Client => new(_server.Admin);

    public async ValueTask InitializeAsync()
    {
        for (var version = 1; version <= 3; version++)
        {
            var id = new ModelId("noop", version);
            _repository[id] = NoOpPackage.Create(id, Features.FeatureCatalogue.Schema);
        }

        // Without the window after a promotion, the model before is freed at once.
        _server = await TestServer.StartAsync(new FakeTimeProvider(), _repository, promote: true, "--Guard:Window=00:00:00");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_ShowsPackagesStatesAndLabels()
    {
        var list = await Client.ListAsync(new ListModelsRequest());

        list.Models.Select(model => (model.Version, model.State)).ShouldBe(
            [(1, ModelState.Ready), (2, ModelState.Unspecified), (3, ModelState.Unspecified)]);
        list.Models[0].Labels.ShouldBe(["production"]);
        list.Labels.Single().Current.ShouldBe("noop@1");
    }

    [Fact]
    public async Task Describe_ByLabel_ShowsTheManifest()
    {
        var description = await Client.DescribeAsync(new DescribeModelRequest { Model = "production" });

        description.Info.Kind.ShouldBe("noop");
        description.Manifest.ShouldContain("\"feature_fingerprint\"");
    }

    [Fact]
    public async Task Load_GoodPackage_IsReadyButDoesNotServe()
    {
        (await Client.LoadAsync(new LoadModelRequest { Model = "noop@2" })).State.ShouldBe(ModelState.Ready);

        (await PredictAsync()).Model.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Load_FlippedBit_IsRefusedWithTheReason()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(_repository[new ModelId("noop", 2)]);
        var manifest = files["manifest.json"].ToArray();
        manifest[100] ^= 1;
        files["manifest.json"] = manifest;
        _repository[new ModelId("noop", 2)] = files;

        var error = await Should.ThrowAsync<RpcException>(async () => await Client.LoadAsync(new LoadModelRequest { Model = "noop@2" }));

        error.Status.ShouldBe(new Status(
            StatusCode.FailedPrecondition, "manifest.json does not have the SHA-256 in manifest.sha256."));
    }

    [Fact]
    public async Task PromoteThenRollback_MoveTheLabelAndThePredictions()
    {
        (await Client.PromoteAsync(new PromoteModelRequest { Label = "production", Model = "noop@2" })).Previous.ShouldBe("noop@1");
        (await PredictAsync()).Model.Version.ShouldBe(2);

        (await Client.RollbackAsync(new RollbackModelRequest { Label = "production" })).Current.ShouldBe("noop@1");
        (await PredictAsync()).Model.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("Production", "noop@1", StatusCode.InvalidArgument)]
    [InlineData("production", "noop", StatusCode.InvalidArgument)]
    [InlineData("production", "../etc@1", StatusCode.InvalidArgument)]
    [InlineData("production", "noop@7", StatusCode.FailedPrecondition)]
    public async Task Promote_BadRequest_IsRefused(string label, string model, StatusCode code) =>
        (await Should.ThrowAsync<RpcException>(async () =>
            await Client.PromoteAsync(new PromoteModelRequest { Label = label, Model = model }))).StatusCode.ShouldBe(code);

    [Fact]
    public async Task Watch_Promotion_ShowsEveryStep()
    {
        using var call = Client.Watch(new WatchModelsRequest());
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        call.ResponseStream.Current.Model.State.ShouldBe(ModelState.Ready);

        await Client.PromoteAsync(new PromoteModelRequest { Label = "production", Model = "noop@2" });

        var seen = new List<string>();
        while (!seen.Contains("label noop@2") || !seen.Contains("noop@1 Unloaded"))
        {
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
            var change = call.ResponseStream.Current;
            seen.Add(change.ChangeCase == ModelEvent.ChangeOneofCase.Label
                ? $"label {change.Label.Current}"
                : $"{change.Model.Name}@{change.Model.Version} {change.Model.State}");
        }

        new[] { "noop@2 Verifying", "noop@2 Warming", "noop@2 Ready", "noop@1 Draining" }.ShouldBeSubsetOf(seen);
    }

    private async Task<V1.PairPrediction> PredictAsync() =>
        (await new Prediction.PredictionClient(_server.Channel).PredictAsync(new PredictRequest { Pair = "EURUSD" })).Prediction;
}
