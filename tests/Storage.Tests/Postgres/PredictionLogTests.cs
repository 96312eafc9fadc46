using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedPredictionLogTests(PostgresFixture fixture) : PredictionLogTests(fixture, PostgresEngine.Embedded);

public sealed class DebianPredictionLogTests(PostgresFixture fixture) : PredictionLogTests(fixture, PostgresEngine.Debian);

public abstract class PredictionLogTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Write_AllPairs_StoresARowEachWithNoOutcome()
    {
        await Storage.Predictions.WriteAsync([.. Pair.All.Select(pair => Prediction(pair, At(2017, 6, 1), 1))], Stop);

        (await ScalarAsync("select count(*) from bqx.prediction where ts = '2017-06-01Z' and outcome_bqx is null")).ShouldBe(28L);
    }

    [Fact]
    public async Task Write_KeepsEveryField()
    {
        await Storage.Predictions.WriteAsync([Prediction(EurUsd, At(2017, 7, 1), 7)], Stop);

        (await ScalarAsync(
            """
            select concat_ws('|', pair, model, version, target, price, bqx, martingale_bqx, interval_level, bqx_low, bqx_high, log_rv, log_rv_low,
                log_rv_high, regime, high_vol, sigma, expected_return, signal, signal_threshold, orientation, encode(model_digest, 'hex'),
                encode(feature_fingerprint, 'hex'), flags, published_at at time zone 'UTC')
            from bqx.prediction where ts = '2017-07-01Z'
            """)).ShouldBe(
            "EURUSD|ridge|7|bqx60_h60|1.10002|0.001|0.0009|0.9|-0.01|0.02|-9.5|-9.9|-9.1|{0.1,0.2,0.4,0.2,0.1}|t|0.0001|0.0003|buy|0.0002|price|"
            + $"{Digest.Of("m"u8)}|{Print}|12|2017-07-01 00:00:00.0035");
    }

    [Fact]
    public async Task Write_SameBarAndModelAgain_KeepsTheFirst()
    {
        var first = Prediction(EurUsd, At(2017, 8, 1), 1);
        await Storage.Predictions.WriteAsync([first], Stop);

        await Storage.Predictions.WriteAsync([first with { Bqx = 5 }, first with { Model = new ModelId("ridge", 2), Bqx = 6 }], Stop);

        (await ScalarAsync("select string_agg(bqx::text, ',' order by version) from bqx.prediction where ts = '2017-08-01Z'"))
            .ShouldBe("0.001,6");
    }

    [Fact]
    public async Task Write_None_IsFine() => await Storage.Predictions.WriteAsync([], Stop);

    private static PairPrediction Prediction(Pair pair, Minute close, int version)
    {
        var regime = default(RegimeProbabilities);
        ((ReadOnlySpan<float>)[0.1f, 0.2f, 0.4f, 0.2f, 0.1f]).CopyTo(regime);
        return new PairPrediction
        {
            Pair = pair,
            Close = close,
            Price = 1.10002,
            Target = Target.Primary,
            Bqx = 0.001,
            MartingaleBqx = 0.0009,
            BqxInterval = new Interval(0.9, -0.01, 0.02),
            LogRv = -9.5,
            LogRvInterval = new Interval(0.9, -9.9, -9.1),
            Regime = regime,
            HighVol = true,
            Sigma = 0.0001,
            ExpectedReturn = 0.0003,
            Signal = Signal.Buy,
            SignalThreshold = 0.0002,
            Orientation = SignalOrientation.Price,
            Model = new ModelId("ridge", version),
            ModelDigest = Digest.Of("m"u8),
            FeatureFingerprint = Print,
            Flags = PredictionFlags.Repaired | PredictionFlags.OutOfDistribution,
            PublishedAt = close.ToDateTimeOffset() + TimeSpan.FromMicroseconds(3_500),
        };
    }
}
