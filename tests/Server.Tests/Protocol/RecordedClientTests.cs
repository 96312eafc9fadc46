using Bqx.V1;
using Google.Protobuf;

namespace Bqx.Server.Tests.Protocol;

/// <summary>
/// Bytes that clients of the first release sent and stored, written out from its tags: whatever is added to the contract, they say the same.
/// </summary>
public sealed class RecordedClientTests
{
    [Fact]
    public void PredictRequest_Recorded_StillParses()
    {
        // pair 1 "EURUSD", model 2 "production", max_age 3 {seconds 1 = 2, nanos 2 = 500,000,000}.
        var request = PredictRequest.Parser.ParseFrom(Hex(
            "0A 06 45 55 52 55 53 44 12 0A 70 72 6F 64 75 63 74 69 6F 6E 1A 08 08 02 10 80 CA B5 EE 01"));

        (request.Pair, request.Model, request.MaxAge.Seconds, request.MaxAge.Nanos).ShouldBe(("EURUSD", "production", 2L, 500_000_000));
    }

    [Fact]
    public void SubscribeRequest_Recorded_StillParses()
    {
        // pairs 1 "EURUSD", "USDJPY"; model 2 "bqx@3".
        var request = SubscribeRequest.Parser.ParseFrom(Hex(
            "0A 06 45 55 52 55 53 44 0A 06 55 53 44 4A 50 59 12 05 62 71 78 40 33"));

        request.Pairs.ShouldBe(["EURUSD", "USDJPY"]);
        request.Model.ShouldBe("bqx@3");
    }

    [Fact]
    public void IngestRequest_Recorded_StillParses()
    {
        // bars 1 {pair 1 "EURUSD", close_time 2 {seconds 1 = 1496275200}, open 3 = 1.125, high 4 = 1.25, low 5 = 1, close 6 = 1.125, volume 7 = 2}.
        var bar = IngestRequest.Parser.ParseFrom(Hex(
            "0A 39 0A 06 45 55 52 55 53 44 12 06 08 80 B2 BD C9 05 19 00 00 00 00 00 00 F2 3F 21 00 00 00 00 00 00 F4 3F "
            + "29 00 00 00 00 00 00 F0 3F 31 00 00 00 00 00 00 F2 3F 3D 00 00 00 40")).Bars.Single();

        (bar.Pair, bar.CloseTime.Seconds, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume).ShouldBe(
            ("EURUSD", 1_496_275_200L, 1.125, 1.25, 1.0, 1.125, 2f));
    }

    [Fact]
    public void PredictReply_Recorded_StillParses()
    {
        // prediction 1 {pair 1 "EURUSD", bqx 5 = -0.5, bqx_interval 6 {level 1 = 0.5}, high_vol 11, signal 14 = SELL, model 17 {name 1 "bqx", version 2 = 3}},
        // age 2 {seconds 1 = 1}, flags 3 packed [STALE, OUT_OF_DISTRIBUTION].
        var reply = PredictReply.Parser.ParseFrom(Hex(
            "0A 2A 0A 06 45 55 52 55 53 44 29 00 00 00 00 00 00 E0 BF 32 09 09 00 00 00 00 00 00 E0 3F 58 01 70 03 8A 01 07 0A 03 62 71 78 10 03 "
            + "12 02 08 01 1A 02 01 04"));

        var prediction = reply.Prediction;
        (prediction.Pair, prediction.Bqx, prediction.BqxInterval.Level, prediction.HighVol, prediction.Signal).ShouldBe(
            ("EURUSD", -0.5, 0.5, true, Signal.Sell));
        (prediction.Model.Name, prediction.Model.Version, reply.Age.Seconds).ShouldBe(("bqx", 3, 1L));
        reply.Flags.ShouldBe([Flag.Stale, Flag.OutOfDistribution]);
    }

    [Fact]
    public void PromoteModelRequest_Recorded_StillParses()
    {
        // label 1 "canary", model 2 "bqx@4".
        var request = PromoteModelRequest.Parser.ParseFrom(Hex("0A 06 63 61 6E 61 72 79 12 05 62 71 78 40 34"));

        (request.Label, request.Model).ShouldBe(("canary", "bqx@4"));
    }

    // What a newer client adds comes through an older server's messages unharmed.
    [Fact]
    public void PredictRequest_UnknownField_IsKept()
    {
        var bytes = Hex("0A 06 45 55 52 55 53 44 F2 3F 03 61 62 63");

        PredictRequest.Parser.ParseFrom(bytes).ToByteArray().ShouldBe(bytes);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
}
