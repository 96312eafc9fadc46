using Bqx.Core;

namespace Bqx.Features.Tests.Series;

public sealed class ExtremesTests
{
    [Fact]
    public void Over_AnyWindow_EqualsAScan()
    {
        var market = new MarketState();
        var series = market.Pairs[0];
        var random = new Random(8);
        var bars = new List<Bar>();
        var prices = Enumerable.Repeat(120_000, Pair.Count).ToArray();
        for (var i = 0; i < 3000; i++)
        {
            bars.Add(TestBars.Walk(prices, random, TestBars.FirstNumber + i).Bars.Span[0]);
            series.Advance(TestBars.FirstNumber + i, bars[^1]);
            if (i < 1100 || i % 97 != 0)
            {
                continue;
            }

            foreach (var window in new[] { 1, 2, 3, 4, 14, 15, 16, 20, 50, 63, 64, 120, 240, 255, 256, 630, Extremes.LongestWindow })
            {
                var seen = series.Extremes.Over(window);
                seen[0].ShouldBe(bars[^window..].Max(bar => bar.HighTicks));
                seen[1].ShouldBe(-bars[^window..].Min(bar => bar.LowTicks));
                seen[2].ShouldBe(Enumerable.Range(0, window).Max(series.Bqx.FixedAt));
                seen[3].ShouldBe(-Enumerable.Range(0, window).Min(series.Bqx.FixedAt));
            }

            for (var lag = 0; lag < 3; lag++)
            {
                series.Extremes.Over(14, lag)[0].ShouldBe(bars[^(14 + lag)..^lag].Max(bar => bar.HighTicks));
            }
        }
    }
}
