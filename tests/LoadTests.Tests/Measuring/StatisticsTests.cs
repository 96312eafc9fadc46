using Bqx.Benching.Measuring;
using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tests.Measuring;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 4.0, 1, 3, 2 }, 2.5)]
    public void Median_OddAndEvenCounts_IsTheMiddle(double[] values, double median) =>
        Statistics.Median(values).ShouldBe(median);

    [Fact]
    public void Median_NoValues_IsRefused() => Should.Throw<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void MedianRatio_DriftingMachine_CancelsRoundByRound() =>
        Statistics.MedianRatio([200, 20, 2_000], [100, 10, 1_000]).ShouldBe(2);

    [Fact]
    public void MedianRatio_OneOutlyingRound_IsIgnored() =>
        Statistics.MedianRatio([110, 900, 120], [100, 100, 100]).ShouldBe(1.2, 1e-12);

    [Fact]
    public void MedianRatio_UnequalCounts_SaysHowMany() =>
        Should.Throw<ArgumentException>(() => Statistics.MedianRatio([1, 2], [1]))
            .Message.ShouldContain("2 numerators against 1 denominators");
}
