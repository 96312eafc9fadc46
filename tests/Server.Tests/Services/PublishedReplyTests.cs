using System.Buffers;
using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Google.Protobuf;
using Grpc.Core;

namespace Bqx.Server.Tests.Services;

/// <summary>The bytes that are written without encoding, against those of the message.</summary>
public sealed class PublishedReplyTests
{
    private static readonly TimeSpan[] Ages =
    [
        TimeSpan.Zero,
        TimeSpan.FromTicks(1),
        TimeSpan.FromMilliseconds(12.8),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(127.9999999),
        TimeSpan.FromSeconds(128),
        TimeSpan.FromDays(20_000) + TimeSpan.FromTicks(9_999_999),
    ];

    public static TheoryData<PredictionFlags> AllFlags => [.. Enumerable.Range(0, 16).Select(flags => (PredictionFlags)flags)];

    [Theory]
    [MemberData(nameof(AllFlags))]
    public void WriteTo_AnyAgeAndFlags_WritesTheMessage(PredictionFlags flags)
    {
        var published = new PublishedPrediction(Prediction(flags));
        foreach (var age in Ages)
        {
            foreach (var stale in new[] { false, true })
            {
                var reply = new PublishedReply(published, stale, age);

                var bytes = Write(reply);

                bytes.ShouldBe(reply.ToMessage().ToByteArray(), $"{age} {stale}");
                V1.PredictReply.Parser.ParseFrom(bytes).Age.ToTimeSpan().ShouldBe(age);
            }
        }
    }

    [Fact]
    public void WriteTo_Stale_HoldsAndSaysSo()
    {
        var published = new PublishedPrediction(Prediction(PredictionFlags.Repaired));

        var reply = V1.PredictReply.Parser.ParseFrom(Write(new PublishedReply(published, stale: true, TimeSpan.FromHours(1))));

        reply.Prediction.Signal.ShouldBe(V1.Signal.Hold);
        reply.Flags.ShouldBe([V1.Flag.Stale, V1.Flag.Repaired]);
    }

    private static byte[] Write(PublishedReply reply)
    {
        var context = new BufferContext();
        reply.WriteTo(context);
        context.Buffer.WrittenCount.ShouldBe(context.Announced);
        return context.Buffer.WrittenSpan.ToArray();
    }

    private static PairPrediction Prediction(PredictionFlags flags) => new()
    {
        Pair = Pair.Parse("EURUSD"),
        Close = new Minute(25_000_000),
        Price = 1.1,
        Target = Target.Primary,
        Bqx = 0.001,
        MartingaleBqx = 0,
        BqxInterval = new Interval(0.9, -0.01, 0.01),
        LogRv = -7,
        LogRvInterval = new Interval(0.9, -8, -6),
        Regime = default,
        HighVol = true,
        Sigma = 1e-4,
        ExpectedReturn = 1e-3,
        Signal = Signal.Buy,
        SignalThreshold = 1e-4,
        Orientation = SignalOrientation.Price,
        Model = new ModelId("m", 300),
        ModelDigest = Digest.Of("m"u8),
        FeatureFingerprint = Digest.Of("f"u8),
        Flags = flags,
        PublishedAt = DateTimeOffset.UnixEpoch,
    };

    private sealed class BufferContext : SerializationContext
    {
        public ArrayBufferWriter<byte> Buffer { get; } = new();

        public int Announced { get; private set; }

        public override IBufferWriter<byte> GetBufferWriter() => Buffer;

        public override void SetPayloadLength(int payloadLength) => Announced = payloadLength;

        public override void Complete()
        {
        }
    }
}
