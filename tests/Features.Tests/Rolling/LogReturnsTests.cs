using System.Runtime.Intrinsics;

namespace Bqx.Features.Tests.Rolling;

public sealed class LogReturnsTests
{
    [Theory]
    [InlineData(100_321, 99_870)]
    [InlineData(100_321, 112_000)] // one of them by the logarithm
    public void Between_TwoAtOnce_AreTheSameBits(int one, int other)
    {
        var together = LogReturns.Between(Vector128.Create(100_000.0, 100_000.0), Vector128.Create((double)one, other));
        together[0].ShouldBe(LogReturns.Between(100_000, one));
        together[1].ShouldBe(LogReturns.Between(100_000, other));
    }

    [Theory]
    [InlineData(100_000, 100_001)]
    [InlineData(100_000, 99_000)]
    [InlineData(100_000, 109_000)]
    [InlineData(100_000, 100_000)]
    [InlineData(1, 4_000_000)]
    [InlineData(4_000_000, 3)]
    public void Between_SmallAndLargeMoves_IsTheLogarithm(int before, int after)
    {
        var right = (double)Math.Log((double)after / before);
        LogReturns.Between(before, after).ShouldBe(right, 2e-16 + (1e-14 * Math.Abs(right)));
        LogReturns.Between(after, before).ShouldBe(-LogReturns.Between(before, after));
    }

    [Fact]
    public void Between_PricesTimesC_IsTheSameBits()
    {
        for (var after = 99_000; after < 101_000; after += 7)
        {
            LogReturns.Between(100_000 * 13, after * 13).ShouldBe(LogReturns.Between(100_000, after));
        }
    }

    [Theory]
    [InlineData(100)] // all near
    [InlineData(600)] // some far
    public void Between_SixteenAtOnce_AreTheLogarithmsInSinglePrecision(int step)
    {
        var before = Vector512.Create([.. Enumerable.Range(0, 16).Select(k => 3_900_000 - (k * step * 39))]);
        var after = Vector512.Create(3_912_345);
        var together = LogReturns.Between(before, after);
        for (var k = 0; k < 16; k++)
        {
            var right = LogReturns.Between(before[k], 3_912_345);
            ((double)together[k]).ShouldBe(right, 3e-7 * Math.Abs(right));
        }
    }
}
