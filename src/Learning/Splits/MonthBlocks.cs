using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>Cuts market minutes at the first of each month, UTC.</summary>
internal static class MonthBlocks
{
    /// <summary>Fewest market minutes at either end that count as a month of their own: ten trading days.</summary>
    public const int FewestMinutes = 10 * MarketCalendar.MinutesPerDay;

    /// <summary>The months of a range, which they fill; a shorter rest at either end belongs to its neighbour.</summary>
    public static ImmutableArray<MinuteRange> Of(MinuteRange range)
    {
        List<int> firsts = [range.First];
        for (var first = NextMonth(range.First); first <= range.Last; first = NextMonth(first))
        {
            firsts.Add(first);
        }

        if (firsts.Count > 1 && firsts[1] - firsts[0] < FewestMinutes)
        {
            firsts.RemoveAt(1);
        }

        if (firsts.Count > 1 && range.Last + 1 - firsts[^1] < FewestMinutes)
        {
            firsts.RemoveAt(firsts.Count - 1);
        }

        return [.. firsts.Select((first, i) => new MinuteRange(first, (i + 1 < firsts.Count ? firsts[i + 1] : range.Last + 1) - 1))];
    }

    // The first market minute that closes in the month after.
    private static int NextMonth(int number)
    {
        var close = MarketCalendar.CloseOf(number).ToDateTimeOffset();
        var next = new DateTimeOffset(close.Year, close.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        return MarketCalendar.NumberAtOrBefore(Minute.Exact(next) - 1) + 1;
    }
}
