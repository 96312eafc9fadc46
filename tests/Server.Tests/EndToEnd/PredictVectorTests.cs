using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.NoOp;
using Bqx.Server.Tests.Doubles;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Vectors of a caller's own, and packages that are freed by hand, over real gRPC.</summary>
public sealed class PredictVectorTests(OpenInferenceServer fixture) : IClassFixture<OpenInferenceServer>
{
    private static readonly string Fingerprint = LeadLagGraph.Default.FingerprintOf(FeatureCatalogue.Schema).ToString();

    private Prediction.PredictionClient Client => new(fixture.Server.Channel);

    // The vector, close and price of the served prediction: the answer is that prediction.
    [Fact]
    public async Task PredictVector_TheServersOwnVector_GivesThePublishedPrediction()
    {
        var published = (await Client.PredictAsync(new PredictRequest { Pair = "EURUSD" })).Prediction;
        var row = new float[FeatureCatalogue.Schema.Count];
        Forecasts.Engine().TryRead(Core.Pair.Parse("EURUSD"), row).ShouldBeTrue();

        var reply = await Client.PredictVectorAsync(new PredictVectorRequest
        {
            Pair = "EURUSD", Features = { row }, FeatureFingerprint = Fingerprint, Close = published.Close, Price = published.Price,
        });

        var expected = published.Clone();
        expected.PublishedAt = reply.Prediction.PublishedAt;
        reply.Prediction.ShouldBe(expected);
        reply.Prediction.Bqx.ShouldBe(NoOpModel.BqxOf(1));
    }

    [Fact]
    public async Task PredictVector_LoadedBundle_AnswersForItself()
    {
        var reply = await Client.PredictVectorAsync(new PredictVectorRequest
        {
            Pair = "GBPUSD", Model = "fx@1", Features = { InferRig.Rows(1, InferRig.HeadWidth) }, FeatureFingerprint = Fingerprint,
        });

        (reply.Prediction.Model.Name, reply.Prediction.Model.Version, reply.Prediction.Signal).ShouldBe(("fx", 1, V1.Signal.Unspecified));
    }

    [Theory]
    [InlineData("XXXYYY", "", 802, StatusCode.NotFound, "unknown_pair")]
    [InlineData("EURUSD", "none", 802, StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "", 866, StatusCode.InvalidArgument, "invalid_input")]
    [InlineData("EURUSD", "", 802, StatusCode.FailedPrecondition, "schema_mismatch")]
    public async Task PredictVector_WrongRequest_HasStatusAndFault(string pair, string model, int count, StatusCode code, string fault)
    {
        var request = new PredictVectorRequest { Pair = pair, Model = model, Features = { new float[count] }, FeatureFingerprint = "00" };

        var refused = await Should.ThrowAsync<RpcException>(async () => await Client.PredictVectorAsync(request));

        (refused.StatusCode, refused.Trailers.GetValue("bqx-fault")).ShouldBe((code, fault));
    }

    [Fact]
    public async Task Unload_LoadedWithoutLabel_IsFreed()
    {
        var admin = new Models.ModelsClient(fixture.Server.Admin);
        await admin.LoadAsync(new LoadModelRequest { Model = "noop@2" });

        var info = await admin.UnloadAsync(new UnloadModelRequest { Model = "noop@2" });

        info.State.ShouldBe(V1.ModelState.Unloaded);
    }

    [Theory]
    [InlineData("noop@1", StatusCode.FailedPrecondition, "noop@1 has the label 'production': move the label first.")]
    [InlineData("noop@3", StatusCode.NotFound, "noop@3 is not loaded.")]
    [InlineData("noop", StatusCode.InvalidArgument, "'noop' is not a model: write name@version, such as bqx60@3.")]
    public async Task Unload_NotFree_IsRefused(string model, StatusCode code, string message) =>
        (await Should.ThrowAsync<RpcException>(async () => await new Models.ModelsClient(fixture.Server.Admin).UnloadAsync(
            new UnloadModelRequest { Model = model }))).Status.ShouldBe(new Status(code, message));
}
