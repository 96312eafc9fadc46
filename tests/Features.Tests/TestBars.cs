using Bqx.Core;

namespace Bqx.Features.Tests;

/// <summary>Bars for tests, on consecutive market minutes from a Sunday's open.</summary>
internal static class TestBars
{
    public static readonly int FirstNumber = 900 * MarketCalendar.MinutesPerWeek;

    public static Bar At(Pair pair, int number, int ticks) =>
        new(pair, MarketCalendar.CloseOf(number), ticks, ticks, ticks, ticks);

    public static IEnumerable<MinuteBars> Of(Pair pair, IEnumerable<int> closes) => closes.Select((ticks, i) =>
        new MinuteBars(MarketCalendar.CloseOf(FirstNumber + i), new[] { At(pair, FirstNumber + i, ticks) }));

    /// <summary>A random walk of all 28 pairs, each on its own, without gaps.</summary>
    public static MinuteBars Walk(int[] prices, Random random, int number)
    {
        var bars = new Bar[Pair.Count];
        for (var i = 0; i < prices.Length; i++)
        {
            prices[i] += random.Next(-12, 13);
            bars[i] = At(Pair.FromIndex(i), number, prices[i]);
        }

        return new MinuteBars(MarketCalendar.CloseOf(number), bars);
    }
}
