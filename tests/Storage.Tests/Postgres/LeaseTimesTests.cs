namespace Bqx.Storage.Tests;

public sealed class LeaseTimesTests
{
    [Fact]
    public void Of_TheLengthThatServersHave_ReplacesASilentHolderInLessThanFiveSecondsAndLetsALivingOneMissFive()
    {
        var times = LeaseTimes.Of(TimeSpan.FromSeconds(3.5));

        times.ShouldBe(new LeaseTimes(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(3_500), TimeSpan.FromMilliseconds(250)));
        (times.Silence + times.Poll).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(700, 100, 100)]
    [InlineData(600_000, 500, 250)]
    public void Of_OtherLengths_AsksSevenTimesAndAtLeastTwiceASecond(int length, int check, int poll) =>
        LeaseTimes.Of(TimeSpan.FromMilliseconds(length)).ShouldBe(
            new LeaseTimes(TimeSpan.FromMilliseconds(check), TimeSpan.FromMilliseconds(length), TimeSpan.FromMilliseconds(poll)));
}
