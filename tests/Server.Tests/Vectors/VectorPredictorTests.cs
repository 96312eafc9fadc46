using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.Server.Vectors;
using Bqx.TestKit;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Vectors;

public sealed class VectorPredictorTests : IAsyncLifetime
{
    private const double Tolerance = 1e-6;
    private static readonly string Fingerprint = LeadLagGraph.Default.FingerprintOf(FeatureCatalogue.Schema).ToString();
    private static readonly Minute Close = new(25_000_000);

    private InferRig _rig = null!;
    private VectorPredictor _vectors = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await InferRig.CreateAsync();
        _vectors = new VectorPredictor(_rig.Host, Options.Create(new SignalOptions()), TestMeters.Prediction(), new FakeTimeProvider());
    }

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("production")]
    [InlineData("fx@1")]
    public async Task PredictAsync_Features_IsTheEncoderAndTheHeadOfThePair(string model)
    {
        var features = InferRig.Rows(1, InferRig.Features);
        var fused = StandaloneGraph.Fuse(ModelOf(_rig.Bundle.Encoder), ModelOf(_rig.Bundle.Heads[Pair.Parse("NZDJPY").Index]));
        using var session = new ServingSession(fused, InferRig.Features);
        var expected = new ModelOutput[1];
        session.Predict(features, expected);

        var prediction = await _vectors.PredictAsync(Query("NZDJPY", features) with { Model = model }, default);

        (prediction.Pair.Name, prediction.Model, prediction.FeatureFingerprint.ToString()).ShouldBe(
            ("NZDJPY", new ModelId("fx", 1), Fingerprint));
        prediction.Bqx.ShouldBe(expected[0].Bqx, Tolerance);
        prediction.LogRv.ShouldBe(expected[0].LogRv, Tolerance);
        prediction.Sigma.ShouldBe(features[FeatureCatalogue.Schema.IndexOf(FeatureNames.Sigma)]);
    }

    [Fact]
    public async Task PredictAsync_FeaturesAndEmbedding_IsTheHead()
    {
        var values = InferRig.Rows(1, InferRig.HeadWidth, seed: 5);

        var prediction = await _vectors.PredictAsync(Query("EURCHF", values), default);

        prediction.Bqx.ShouldBe(_rig.Expected("EURCHF", values)[0].Bqx, Tolerance);
    }

    // Rows that come together are batched as the queue happens to stand: whatever the batches were, the bits are those of rows that came alone.
    [Fact]
    public async Task PredictAsync_ManyAtOnce_GivesTheBitsOfEachAlone()
    {
        var queries = Enumerable.Range(0, 150)
            .Select(seed => Query(Pair.FromIndex(seed % Pair.Count).Name, InferRig.Rows(1, InferRig.Features, seed))).ToList();
        var alone = new List<PairPrediction>();
        foreach (var query in queries)
        {
            alone.Add(await _vectors.PredictAsync(query, default));
        }

        var together = await Task.WhenAll(queries.Select(query => Task.Run(async () => await _vectors.PredictAsync(query, default))));

        together.Select(prediction => (prediction.Pair, prediction.Bqx, prediction.LogRv, prediction.Regime[0])).ShouldBe(
            alone.Select(prediction => (prediction.Pair, prediction.Bqx, prediction.LogRv, prediction.Regime[0])));
        alone.Select(prediction => prediction.Bqx).Distinct().Count().ShouldBe(150);
    }

    [Theory]
    [InlineData(801)]
    [InlineData(803)]
    [InlineData(0)]
    public async Task PredictAsync_WrongCount_SaysWhichAreRight(int count) =>
        (await RefusedAsync(Query("EURUSD", new float[count]))).ShouldBe(
            (Fault.InvalidInput, $"{count} values are sent: fx@1 reads 802, or 866 with the embedding, in the order of the schema."));

    [Theory]
    [InlineData("")]
    [InlineData("00ff")]
    public async Task PredictAsync_OtherFingerprint_IsASchemaMismatch(string fingerprint) =>
        (await RefusedAsync(Query("EURUSD", new float[802]) with { Fingerprint = fingerprint })).ShouldBe(
            (Fault.SchemaMismatch, $"The vector's fingerprint is '{fingerprint}': fx@1 reads features {Fingerprint}."));

    [Fact]
    public async Task PredictAsync_NotFinite_NamesTheValue()
    {
        var features = new float[802];
        features[401] = float.NegativeInfinity;

        (await RefusedAsync(Query("EURUSD", features))).ShouldBe((Fault.InvalidInput, "Value 401 is -Infinity: finite numbers are needed."));
    }

    [Theory]
    [InlineData("canary", Fault.UnknownModel, "No model 'canary' is loaded: give a label or name@version.")]
    [InlineData("fx@2", Fault.UnknownModel, "No model 'fx@2' is loaded: give a label or name@version.")]
    [InlineData("fx-eurusd@1", Fault.InvalidInput, "fx-eurusd@1 is a member of fx@1: ask for that.")]
    public async Task PredictAsync_WrongModel_IsRefused(string model, Fault fault, string message) =>
        (await RefusedAsync(Query("EURUSD", new float[802]) with { Model = model })).ShouldBe((fault, message));

    [Fact]
    public void Read_CloseAndPrice_GoTogether()
    {
        var request = new V1.PredictVectorRequest { Pair = "eurusd", Features = { 1, 2 }, Close = Timestamp.FromDateTimeOffset(Close.ToDateTimeOffset()) };
        Should.Throw<FaultException>(() => VectorMessages.Read(request)).Message.ShouldBe("close and price go together: send both or none.");

        request.Price = 1.1;
        var query = VectorMessages.Read(request);

        (query.Pair.Name, query.Close, query.Price, query.Features.Length).ShouldBe(("EURUSD", Close, 1.1, 2));
    }

    [Theory]
    [InlineData(double.NaN, 0, "price is NaN: a finite number above 0 is right.")]
    [InlineData(0, 0, "price is 0: a finite number above 0 is right.")]
    [InlineData(1.1, 30, "close is 30 s 0 ns since 1970: a whole minute from then to 2099 is right.")]
    [InlineData(1.1, -60, "close is -60 s 0 ns since 1970: a whole minute from then to 2099 is right.")]
    [InlineData(1.1, 4102444800, "close is 4102444800 s 0 ns since 1970: a whole minute from then to 2099 is right.")]
    public void Read_WrongBar_IsRefused(double price, long seconds, string message)
    {
        var request = new V1.PredictVectorRequest { Pair = "EURUSD", Price = price, Close = new Timestamp { Seconds = seconds } };

        Should.Throw<FaultException>(() => VectorMessages.Read(request)).Message.ShouldBe(message);
    }

    [Fact]
    public async Task Of_WithoutABar_LeavesOutWhatDependsOnIt()
    {
        var with = Query("EURUSD", InferRig.Rows(1, InferRig.Features));
        var without = with with { Close = null, Price = 0 };

        var decided = VectorMessages.Of(await _vectors.PredictAsync(with, default), hasBar: true).Prediction;
        var open = VectorMessages.Of(await _vectors.PredictAsync(without, default), hasBar: false).Prediction;

        decided.Close.ToDateTimeOffset().ShouldBe(Close.ToDateTimeOffset());
        decided.Signal.ShouldNotBe(V1.Signal.Unspecified);
        decided.SignalThreshold.ShouldBeGreaterThan(0);
        (open.Close, open.Price, open.Signal, open.SignalThreshold).ShouldBe((null, 0, V1.Signal.Unspecified, 0));
        open.Bqx.ShouldBe(decided.Bqx);
    }

    private static VectorQuery Query(string pair, float[] features) => new(Pair.Parse(pair), "", features, Fingerprint, Close, 1.25);

    private static byte[] ModelOf(PackageContent package) => package.Files[PackageFileNames.Model].ToArray();

    private async Task<(Fault Fault, string Message)> RefusedAsync(VectorQuery query)
    {
        var refused = await Should.ThrowAsync<FaultException>(async () => await _vectors.PredictAsync(query, default));
        return (refused.Fault, refused.Message);
    }
}
