using Bqx.Core;

namespace Bqx.Features.Tests;

/// <summary>Bars for tests, on consecutive market minutes from a Sunday's open.</summary>
internal static class TestBars
{
    public static readonly int FirstNumber = 900 * MarketCalendar.MinutesPerWeek;

    public static Bar At(Pair pair, int number, int ticks) =>
        new(pair, MarketCalendar.CloseOf(number), ticks, ticks, ticks, ticks);

    /// <summary>One pair at the given closes, in a market whose other pairs walk on their own.</summary>
    public static IEnumerable<MinuteBars> Of(Pair pair, IEnumerable<int> closes)
    {
        var random = new Random(11);
        var prices = Enumerable.Repeat(120_000, Pair.Count).ToArray();
        return closes.Select((ticks, i) =>
        {
            var minute = Walk(prices, random, FirstNumber + i);
            var bars = minute.Bars.ToArray();
            bars[pair.Index] = At(pair, FirstNumber + i, ticks);
            return minute with { Bars = bars };
        });
    }

    /// <summary>A random walk of all 28 pairs, each on its own, without gaps; open, high and low included.</summary>
    public static MinuteBars Walk(int[] prices, Random random, int number)
    {
        var bars = new Bar[Pair.Count];
        for (var i = 0; i < prices.Length; i++)
        {
            var open = prices[i] + random.Next(-2, 3);
            prices[i] += random.Next(-12, 13);
            bars[i] = new Bar(
                Pair.FromIndex(i),
                MarketCalendar.CloseOf(number),
                open,
                Math.Max(open, prices[i]) + random.Next(5),
                Math.Min(open, prices[i]) - random.Next(5),
                prices[i]);
        }

        return new MinuteBars(MarketCalendar.CloseOf(number), bars);
    }
}
