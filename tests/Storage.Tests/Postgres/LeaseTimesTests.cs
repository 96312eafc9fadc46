namespace Bqx.Storage.Tests;

public sealed class LeaseTimesTests
{
    [Fact]
    public void Default_SilentHolder_IsReplacedInLessThanFiveSeconds() =>
        LeaseTimes.Default.Silence.ShouldBeLessThan(TimeSpan.FromSeconds(5));

    [Fact]
    public void Default_HolderThatLives_MayMissOneQuestion() =>
        LeaseTimes.Default.Silence.ShouldBeGreaterThan(2 * LeaseTimes.Default.Check);
}
