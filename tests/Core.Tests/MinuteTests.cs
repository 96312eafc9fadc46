namespace Bqx.Core.Tests;

public sealed class MinuteTests
{
    [Fact]
    public void Value_KnownInstant_IsMinutesSinceEpoch()
    {
        // 1,514,584,500 s = 2017-12-29T21:55:00Z
        var minute = Minute.Exact(new DateTimeOffset(2017, 12, 29, 21, 55, 0, TimeSpan.Zero));

        minute.Value.ShouldBe(1_514_584_500 / 60);
        minute.ToString().ShouldBe("2017-12-29T21:55Z");
    }

    [Fact]
    public void Exact_OtherOffset_IsTheSameInstant() =>
        Minute.Exact(new DateTimeOffset(2017, 7, 1, 17, 0, 0, TimeSpan.FromHours(-4)))
            .ShouldBe(Minute.Exact(new DateTimeOffset(2017, 7, 1, 21, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Exact_Seconds_AreRefused() =>
        Should.Throw<FaultException>(() => Minute.Exact(new DateTimeOffset(2017, 7, 1, 17, 0, 1, TimeSpan.Zero)))
            .Fault.ShouldBe(Fault.InvalidInput);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    [InlineData(-1, -1)]
    [InlineData(-60, -1)]
    [InlineData(-61, -2)]
    public void Floor_Seconds_AreCutDownwards(int seconds, int expected) =>
        Minute.Floor(DateTimeOffset.FromUnixTimeSeconds(seconds)).Value.ShouldBe(expected);
}
