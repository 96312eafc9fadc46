using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Predictions;
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

    private static PredictionBuilder Builder(Bqx.Plugins.Hosting.LoadedModel model) =>
        new(model, Schema, new SignalRule(new SignalOptions()));

    // EURUSD as given, the others plain.
    private static FeatureFrame Frame(VectorFlags flags = VectorFlags.None, int missing = 0)
    {
        var statuses = Enumerable.Repeat(new FeatureStatus(2000, 2000, VectorFlags.None), Pair.Count).ToArray();
        statuses[Eurusd.Index] = new FeatureStatus(2000, FeatureCatalogue.LongestLookback - missing, flags);
        var values = Enumerable.Repeat(new[] { Sigma, Bqx45 }, Pair.Count).SelectMany(row => row).ToArray();
        return new FeatureFrame(TestBars.Start, Schema, values, statuses, [.. Enumerable.Repeat(1.25, Pair.Count)]);
    }
}
