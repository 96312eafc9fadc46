using System.Runtime.Intrinsics;

namespace Bqx.Features.Tests.Rolling;

public sealed class LogReturnsTests
{
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
    [InlineData(9_000)] // some by the logarithm
    public void Between_EightAtOnce_AreTheSameBits(int step)
    {
        var before = Vector512.Create([.. Enumerable.Range(0, 8).Select(k => 100_000.0 + (k * step))]);
        var after = Vector512.Create(100_321.0);
        var together = LogReturns.Between(before, after);
        for (var k = 0; k < 8; k++)
        {
            together[k].ShouldBe(LogReturns.Between(100_000 + (k * step), 100_321));
        }
    }
}
