using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Tests.Load;

public sealed class ArrivalScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 333_333_333)]
    [InlineData(2, 666_666_666)]
    [InlineData(3, 1_000_000_000)]
    [InlineData(3_000_000_000, 1_000_000_000_000_000_000)]
    public void DueAt_ThreePerSecond_NeverDrifts(long index, long nanoseconds) =>
        new ArrivalSchedule(3, TimeSpan.FromSeconds(1)).DueAt(index).ShouldBe(nanoseconds);

    [Theory]
    [InlineData(1_000, 2.5, 2_500)]
    [InlineData(3, 0.5, 1)]
    [InlineData(1_000_000, 86_400, 86_400_000_000)]
    public void Count_RateAndDuration_IsTheirProductRoundedDown(int rate, double seconds, long count) =>
        new ArrivalSchedule(rate, TimeSpan.FromSeconds(seconds)).Count.ShouldBe(count);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_000_001)]
    public void Constructor_RateOutOfBounds_NamesTheBounds(int rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ArrivalSchedule(rate, TimeSpan.FromSeconds(1)))
            .Message.ShouldContain("between 1 and 1000000");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void Constructor_DurationOutOfBounds_IsRefused(int seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ArrivalSchedule(1, TimeSpan.FromSeconds(seconds)));
}
