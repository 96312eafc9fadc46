using System.Buffers;
using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests.Engine;

public sealed class SnapshotTests
{
    private static readonly SyntheticOptions Gappy = SyntheticOptions.Default with { MissingRate = 0.05, GapsPerDay = 3 };

    [Theory]
    [InlineData(3)] // before most windows are full
    [InlineData(77)]
    [InlineData(1000)]
    [InlineData(2905)] // past the rings' wrap, near the weekend
    public void Load_MidStream_ContinuesBitForBit(int at)
    {
        var from = MarketCalendar.WeekOpen(899) + (3 * 1440);
        var minutes = new SyntheticMarket(21, Gappy).Generate(from, from + (7 * 1440)).Take(4500).ToList();
        minutes.RemoveRange(1200, 25); // a silence that is filled
        minutes.RemoveRange(3300, 45); // and one that ends the segment
        var original = new FeatureEngine();
        Replay(original, minutes[..at]);
        var restored = new FeatureEngine();
        restored.Load(Save(original));
        restored.Close.ShouldBe(original.Close);
        restored.SegmentStart.ShouldBe(original.SegmentStart);

        foreach (var minute in minutes[at..])
        {
            restored.Advance(minute.Close, minute.Bars.Span).ShouldBe(original.Advance(minute.Close, minute.Bars.Span));
            AssertSame(restored, original);
        }

        Save(restored).ShouldBe(Save(original));
    }

    [Fact]
    public void Load_IntoAUsedEngine_LeavesNothingOfIt()
    {
        var minutes = Minutes(22, 1500);
        var used = new FeatureEngine();
        Replay(used, Minutes(23, 900));
        var original = new FeatureEngine();
        Replay(original, minutes);
        used.Load(Save(original));
        AssertSame(used, original);
        Save(used).ShouldBe(Save(original));
    }

    [Fact]
    public void Load_EmptyEngine_IsEmpty()
    {
        var engine = new FeatureEngine();
        Replay(engine, Minutes(1, 100));
        engine.Load(Save(new FeatureEngine()));
        engine.Close.ShouldBeNull();
        engine.SegmentStart.ShouldBeNull();
        engine.Status(Pair.All[0]).History.ShouldBe(0);
    }

    [Fact]
    public void Load_AnyBitFlipped_IsRefusedAndChangesNothing()
    {
        var engine = new FeatureEngine();
        Replay(engine, Minutes(2, 700));
        var good = Save(engine);
        for (var position = 0; position < good.Length; position += 101)
        {
            var bad = good.ToArray();
            bad[position] ^= 0x10;
            Should.Throw<FaultException>(() => engine.Load(bad));
        }

        Save(engine).ShouldBe(good);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(44)]
    [InlineData(1000)]
    public void Load_Truncated_SaysSo(int length)
    {
        var engine = new FeatureEngine();
        Replay(engine, Minutes(2, 50));
        var fault = Should.Throw<FaultException>(() => new FeatureEngine().Load(Save(engine).AsSpan(0, length)));
        fault.Fault.ShouldBe(Fault.InvalidInput);
    }

    [Fact]
    public void Load_OtherCatalogue_IsASchemaMismatch()
    {
        var output = new ArrayBufferWriter<byte>();
        Snapshot.Seal(output, Digest.Of("another"u8), writer => writer.Write(1));
        var fault = Should.Throw<FaultException>(() => new FeatureEngine().Load(output.WrittenSpan));
        fault.Fault.ShouldBe(Fault.SchemaMismatch);
    }

    private static List<MinuteBars> Minutes(long seed, int count)
    {
        var from = MarketCalendar.WeekOpen(899);
        return [.. new SyntheticMarket(seed, Gappy).Generate(from, from + 4000).Take(count)];
    }

    private static void Replay(FeatureEngine engine, List<MinuteBars> minutes) =>
        minutes.ForEach(minute => engine.Advance(minute.Close, minute.Bars.Span));

    private static byte[] Save(FeatureEngine engine)
    {
        var output = new ArrayBufferWriter<byte>();
        engine.Save(output);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertSame(FeatureEngine one, FeatureEngine other)
    {
        Span<float> a = new float[FeatureCatalogue.Schema.Count];
        Span<float> b = new float[FeatureCatalogue.Schema.Count];
        foreach (var pair in Pair.All)
        {
            one.Status(pair).ShouldBe(other.Status(pair));
            one.TryRead(pair, a).ShouldBe(other.TryRead(pair, b));
            a.SequenceEqual(b).ShouldBeTrue($"{pair} at {one.Close}");
        }
    }
}
