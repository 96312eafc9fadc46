using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Predictions;

public sealed class PredictionBuilderTests
{
    private const float Sigma = 0.0001f;
    private const float Bqx45 = 0.0123f;

    private static readonly FeatureSchema Schema = new([(FeatureNames.Sigma, 1), (FeatureNames.Bqx(new Window(45)), 1)]);
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");
    private static readonly DateTimeOffset Now = new(2017, 6, 1, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public async Task Predict_Interval_IsForecastAndQuantileTimesSigmaRootV()
    {
        var prediction = await PredictAsync(TestModels.Output(0.002f, -6.5f), m => m with
        {
            Calibration = m.Calibration! with { Level = 0.8, BqxQuantile = 2, LogRvQuantile = 0.25 },
        });

        // V = S2(60) = 60·61·121/6 = 73,810.
        var half = 2 * (double)Sigma * Math.Sqrt(73_810);
        prediction.BqxInterval.Level.ShouldBe(0.8);
        prediction.BqxInterval.Low.ShouldBe(0.002f - half, 1e-12);
        prediction.BqxInterval.High.ShouldBe(0.002f + half, 1e-12);
        prediction.LogRvInterval.ShouldBe(new Interval(0.8, -6.75, -6.25));
    }

    [Fact]
    public async Task Predict_HorizonAsLongAsTheWindow_HasAMartingaleOfZero() =>
        (await PredictAsync(TestModels.Output(0))).MartingaleBqx.ShouldBe(0);

    [Fact]
    public async Task Predict_ShorterHorizon_TakesItsMartingaleFromTheFeatures()
    {
        var prediction = await PredictAsync(TestModels.Output(0.002f), m => m with { Target = "bqx60_h15" });

        prediction.Target.ShouldBe(new Target(new Window(60), new Horizon(15)));
        prediction.MartingaleBqx.ShouldBe(Bqx45);

        // V = S2(60) − S2(45) = 73,810 − 31,395; the quantile is 1.645.
        (prediction.BqxInterval.High - prediction.Bqx).ShouldBe(1.645 * (double)Sigma * Math.Sqrt(42_415), 1e-12);
    }

    [Theory]
    [InlineData(-4.9f, true)]
    [InlineData(-5f, false)]
    [InlineData(-7f, false)]
    public async Task Predict_HighVol_IsAboveTheNinthDecile(float logRv, bool expected) =>
        (await PredictAsync(TestModels.Output(0, logRv))).HighVol.ShouldBe(expected);

    [Fact]
    public async Task Predict_CarriesWhereItComesFrom()
    {
        var model = await TestModels.LoadAsync(TestModels.Output(-0.02f), schema: Schema);

        var prediction = Builder(model).Predict(Frame(), PredictionFlags.Repaired, Now)[Eurusd.Index]!;

        prediction.Model.ShouldBe(new ModelId("test", 1));
        prediction.ModelDigest.ShouldBe(model.Digest);
        prediction.FeatureFingerprint.ShouldBe(Schema.Fingerprint);
        prediction.Close.ShouldBe(TestBars.Start);
        prediction.Price.ShouldBe(1.25);
        prediction.Sigma.ShouldBe(Sigma);
        prediction.PublishedAt.ShouldBe(Now);
        prediction.Flags.ShouldBe(PredictionFlags.Repaired);
        prediction.ExpectedReturn.ShouldBe(-0.0248 * -0.02f, 1e-12);
        prediction.Signal.ShouldBe(Signal.Buy);
    }

    [Fact]
    public async Task Predict_StalePair_HoldsWhateverIsExpected()
    {
        var model = await TestModels.LoadAsync(TestModels.Output(-0.02f), schema: Schema);

        var prediction = Builder(model).Predict(
            Frame(VectorFlags.Filled | VectorFlags.Stale), PredictionFlags.None, Now)[Eurusd.Index]!;

        prediction.Signal.ShouldBe(Signal.Hold);
        prediction.Flags.ShouldBe(PredictionFlags.Filled | PredictionFlags.Stale);
        prediction.ExpectedReturn.ShouldBeGreaterThan(prediction.SignalThreshold);
    }

    // EURUSD's sisters by slot: EURGBP, GBPUSD, EURAUD, AUDUSD, EURNZD, NZDUSD, EURCAD, USDCAD, EURCHF, USDCHF, EURJPY, USDJPY.
    [Fact]
    public async Task Predict_SistersBeyondTheBounds_AreNamedWithTheirReading()
    {
        var schema = new FeatureSchema([(FeatureNames.Sigma, 1), .. Slots(FeatureNames.RelativeVolatility), .. Slots(FeatureNames.CorrelationDrift)]);
        var model = await TestModels.LoadAsync(TestModels.Output(0), schema: schema);
        float[] volatility = [0, 0.5f, 0.405f, -0.5f, -0.405f, 0, 0, 0, 0, 0, 0, 0.406f];
        float[] drift = [1.25f, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, -3];
        float[] row = [Sigma, .. volatility, .. drift];

        var prediction = Builder(model, schema).Predict(Frame(schema, row), PredictionFlags.None, Now)[Eurusd.Index]!;

        prediction.Divergence.Select(one => one.Sister.Name).ShouldBe(["GBPUSD", "AUDUSD", "USDJPY"]);
        prediction.Divergence[0].Value.ShouldBe(1.6487f, 1e-4f);
        prediction.Divergence[1].Value.ShouldBe(0.6065f, 1e-4f);
        prediction.Decoupling.ShouldBe([new SisterReading(Pair.Parse("EURGBP"), 1.25f), new SisterReading(Pair.Parse("USDJPY"), -3)]);
        var message = PredictionMessages.Of(prediction);
        message.Divergence.Select(one => (one.Sister, one.Ratio)).ShouldBe(prediction.Divergence.Select(one => (one.Sister.Name, one.Value)));
        message.Decoupling.Select(one => (one.Sister, one.Drift)).ShouldBe([("EURGBP", 1.25f), ("USDJPY", -3f)]);

        static IEnumerable<(string, int)> Slots(Func<int, string> name) => Enumerable.Range(0, Sisters.Count).Select(slot => (name(slot), 1));
    }

    // All 24 flagged, with the longest names and models that there are.
    [Fact]
    public void Message_EverythingFlagged_LeavesAHistoryMessageBelow64KiB()
    {
        var all = Sisters.Of(Eurusd).Select(sister => new SisterReading(sister.Pair, 2)).ToImmutableArray();
        var prediction = TestPredictions.Of(Eurusd, TestBars.Start, 0.1, new ModelId(new string('m', 64), int.MaxValue), PredictionFlags.Filled)
            with { Divergence = all, Decoupling = all, MartingaleBqx = 1, HighVol = true, ExpectedReturn = 1 };
        var reply = new V1.PredictionHistoryReply();
        reply.Predictions.AddRange(Enumerable.Repeat(PredictionMessages.Past(prediction), HistoryStreams.MaxPredictions));

        reply.CalculateSize().ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public async Task Predict_IncompleteVector_HasNoPrediction()
    {
        var model = await TestModels.LoadAsync(TestModels.Output(0), schema: Schema);

        var predictions = Builder(model).Predict(Frame(missing: 7), PredictionFlags.None, Now);

        predictions[Eurusd.Index].ShouldBeNull();
        predictions.Count(prediction => prediction is not null).ShouldBe(Pair.Count - 1);
    }

    private static async Task<PairPrediction> PredictAsync(ModelOutput output, Func<ModelManifest, ModelManifest>? change = null)
    {
        var model = await TestModels.LoadAsync(output, change, schema: Schema);
        return Builder(model).Predict(Frame(), PredictionFlags.None, Now)[Eurusd.Index]!;
    }

    private static PredictionBuilder Builder(Bqx.Plugins.Hosting.LoadedModel model, FeatureSchema? schema = null) =>
        new(model, schema ?? Schema, new SignalRule(new SignalOptions()));

    // The same row for all pairs.
    private static FeatureFrame Frame(FeatureSchema schema, float[] row) => new(
        TestBars.Start,
        schema,
        [.. Enumerable.Repeat(row, Pair.Count).SelectMany(values => values)],
        [.. Enumerable.Repeat(new FeatureStatus(2000, 2000, VectorFlags.None), Pair.Count)],
        [.. Enumerable.Repeat(1.25, Pair.Count)]);

    // EURUSD as given, the others plain.
    private static FeatureFrame Frame(VectorFlags flags = VectorFlags.None, int missing = 0)
    {
        var statuses = Enumerable.Repeat(new FeatureStatus(2000, 2000, VectorFlags.None), Pair.Count).ToArray();
        statuses[Eurusd.Index] = new FeatureStatus(2000, FeatureCatalogue.LongestLookback - missing, flags);
        var values = Enumerable.Repeat(new[] { Sigma, Bqx45 }, Pair.Count).SelectMany(row => row).ToArray();
        return new FeatureFrame(TestBars.Start, Schema, values, statuses, [.. Enumerable.Repeat(1.25, Pair.Count)]);
    }
}
