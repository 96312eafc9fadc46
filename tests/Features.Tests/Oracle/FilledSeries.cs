using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Closes of one pair on every market minute of one segment, made the slow way: a dictionary and a loop.</summary>
internal sealed class FilledSeries
{
    private FilledSeries(int first, int[] closes) => (First, Closes) = (first, closes);

    /// <summary>Market-minute number of the first close.</summary>
    public int First { get; }

    /// <summary>Ticks, one a market minute.</summary>
    public int[] Closes { get; }

    public static FilledSeries Of(Pair pair, IEnumerable<MinuteBars> minutes)
    {
        var known = new SortedDictionary<int, int>();
        var last = 0;
        foreach (var minute in minutes)
        {
            last = MarketCalendar.NumberOf(minute.Close);
            foreach (var bar in minute.Bars.ToArray().Where(bar => bar.Pair == pair))
            {
                known[last] = bar.CloseTicks;
            }
        }

        var first = known.Keys.First();
        var closes = new List<int>();
        for (var number = first; number <= last; number++)
        {
            closes.Add(known.TryGetValue(number, out var close) ? close : closes[^1]);
        }

        return new FilledSeries(first, [.. closes]);
    }
}
