using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Predictions;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Predictions and what was published, as a test wants them.</summary>
internal static class TestPredictions
{
    public static readonly ModelId Model = new("fx", 1);

    public static PairPrediction Of(
        Pair pair, Minute close, double bqx = 0, ModelId? model = null, PredictionFlags flags = PredictionFlags.None) => new()
    {
        Pair = pair,
        Close = close,
        Price = 1.25,
        Target = Target.Primary,
        Bqx = bqx,
        MartingaleBqx = 0,
        BqxInterval = new Interval(0.9, bqx - 1, bqx + 1),
        LogRv = -7,
        LogRvInterval = new Interval(0.9, -8, -6),
        Regime = default,
        HighVol = false,
        Sigma = 1e-4,
        ExpectedReturn = 0,
        Signal = Signal.Hold,
        SignalThreshold = 1,
        Orientation = SignalOrientation.Price,
        Model = model ?? Model,
        ModelDigest = Digest.Of([]),
        FeatureFingerprint = Digest.Of([]),
        Flags = flags,
        PublishedAt = close.ToDateTimeOffset(),
    };

    /// <summary>All pairs.</summary>
    public static ModelPredictions All(Minute close, double bqx = 0, ModelId? model = null) =>
        new(model ?? Model, [.. Pair.All.Select(pair => Of(pair, close, bqx, model))]);

    /// <summary>What is published at a close.</summary>
    public static PredictionSnapshot Snapshot(Minute close, params (string Label, ModelPredictions Predictions)[] models) =>
        new(
            1,
            Frame(close, new FeatureSchema([(FeatureNames.Sigma, 1)]), new float[Pair.Count]),
            models.ToDictionary(model => model.Label, model => model.Predictions));

    /// <summary>Complete vectors of a schema.</summary>
    public static FeatureFrame Frame(Minute close, FeatureSchema schema, float[] values, VectorFlags flags = VectorFlags.None) => new(
        close, schema, values, [.. Enumerable.Repeat(new FeatureStatus(2000, 2000, flags), Pair.Count)], new double[Pair.Count]);
}
