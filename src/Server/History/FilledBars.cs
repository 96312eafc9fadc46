using Bqx.Core;

namespace Bqx.Server.History;

/// <summary>
/// Reads recent bars as the features have them: a pair without a bar of its own has its last close, flagged, also through up to
/// <see cref="MarketCalendar.LongestGap"/> market minutes in which no pair had one; after a longer silence everything starts from nothing.
/// </summary>
internal static class FilledBars
{
    /// <summary>The minutes from one market minute to another, both included, that have bars, in time order.</summary>
    public static IEnumerable<MinuteBars> Read(RecentBars recent, int first, int last)
    {
        var closes = new int[Pair.Count];
        var silent = 0;
        for (var number = Math.Max(0, (recent.Latest ?? 0) - RecentBars.Capacity + 1); number <= last; number++)
        {
            var bars = recent.Find(number);
            if (bars.IsEmpty)
            {
                silent++;
                continue;
            }

            if (silent > MarketCalendar.LongestGap)
            {
                Array.Clear(closes);
            }

            // What is said of silent minutes is known once the next bar has come.
            for (var before = Math.Max(first, number - silent); before < number; before++)
            {
                if (Whole(before, default, closes) is { Bars.IsEmpty: false } filled)
                {
                    yield return filled;
                }
            }

            silent = 0;
            var minute = Whole(number, bars, closes);
            if (number >= first)
            {
                yield return minute;
            }
        }
    }

    private static MinuteBars Whole(int number, ReadOnlyMemory<Bar> bars, int[] closes)
    {
        var close = MarketCalendar.CloseOf(number);
        var own = bars.Span;
        var all = new List<Bar>(Pair.Count);
        foreach (var pair in Pair.All)
        {
            if (!own.IsEmpty && own[0].Pair == pair)
            {
                closes[pair.Index] = own[0].CloseTicks;
                all.Add(own[0]);
                own = own[1..];
            }
            else if (closes[pair.Index] > 0)
            {
                all.Add(Bar.Fill(pair, close, closes[pair.Index]));
            }
        }

        return new MinuteBars(close, all.ToArray());
    }
}
