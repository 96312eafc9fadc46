using Bqx.Core;
using Bqx.Server.Services;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Tests.Services;

public sealed class BarMessagesTests
{
    private static readonly Timestamp Close = Timestamp.FromDateTimeOffset(new DateTimeOffset(2017, 6, 1, 0, 1, 0, TimeSpan.Zero));

    [Fact]
    public void Read_Prices_BecomeTicks()
    {
        var bar = BarMessages.Read(Message(), out var refusal);

        refusal.ShouldBeNull();
        bar.ShouldBe(new Bar(Pair.Parse("EURUSD"), Minute.Exact(Close.ToDateTimeOffset()), 112_345, 112_350, 112_340, 112_348, 7));
        BarMessages.Of(bar!.Value).ShouldBe(Message());
    }

    [Fact]
    public void Read_YenPair_HasThreeDecimals()
    {
        var message = Message();
        (message.Pair, message.Open, message.High, message.Low, message.Close) = ("USDJPY", 110.123, 110.2, 110.1, 110.124);

        BarMessages.Read(message, out _)!.Value.OpenTicks.ShouldBe(110_123);
    }

    public static TheoryData<Action<V1.Bar>, string> Spoiled => new()
    {
        { m => m.Pair = "XXXYYY", "'XXXYYY' is not a known pair" },
        { m => m.CloseTime = null, "close_time is missing." },
        { m => m.CloseTime = new Timestamp { Seconds = Close.Seconds + 1 }, "close_time is not on a whole minute." },
        { m => m.CloseTime = new Timestamp { Seconds = Close.Seconds, Nanos = 1 }, "close_time is not on a whole minute." },
        { m => m.CloseTime = new Timestamp { Seconds = -60 }, "close_time lies outside 1970 to 2099." },
        { m => m.CloseTime = new Timestamp { Seconds = long.MaxValue }, "close_time lies outside 1970 to 2099." },
        { m => m.Open = double.NaN, "open is NaN: more than 0 and at most 40 is right." },
        { m => m.High = double.PositiveInfinity, "high is ∞: more than 0 and at most 40 is right." },
        { m => m.Low = 0, "low is 0: more than 0 and at most 40 is right." },
        { m => m.Close = -1.1, "close is -1.1: more than 0 and at most 40 is right." },
        { m => m.Close = 1.123456, "close is 1.123456: EURUSD has 5 decimals." },
        { m => m.Close = 40.00001, "close is 40.00001: more than 0 and at most 40 is right." },
        { m => m.Volume = -1, "volume is -1: 0 or more is right." },
        { m => m.Volume = float.NaN, "volume is NaN: 0 or more is right." },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Read_NotABar_SaysWhatIsWrong(Action<V1.Bar> spoil, string expected)
    {
        var message = Message();
        spoil(message);

        BarMessages.Read(message, out var refusal).ShouldBeNull();
        refusal!.Message.Replace("Infinity", "∞").ShouldStartWith(expected);
    }

    private static V1.Bar Message() => new()
    {
        Pair = "EURUSD",
        CloseTime = Close,
        Open = 1.12345,
        High = 1.1235,
        Low = 1.1234,
        Close = 1.12348,
        Volume = 7,
    };
}
