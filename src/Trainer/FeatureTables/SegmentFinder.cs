using Bqx.Core;

namespace Bqx.Trainer.FeatureTables;

/// <summary>Finds where a segment starts, by the rule of the engine: after more than 30 market minutes without a bar of any pair.</summary>
internal static class SegmentFinder
{
    private const int LookBack = 31 * MarketCalendar.MinutesPerDay;

    /// <summary>
    /// Close of the last segment start at or before a close, or that of the first bar where every bar is later. Looks back a month at a
    /// time, so that at most the bars since the start are read.
    /// </summary>
    public static async Task<Minute> FindAsync(IBarStore bars, Minute first, Minute close, CancellationToken cancellationToken)
    {
        for (var upTo = close; upTo > first; upTo -= LookBack)
        {
            // The minute before the window is read too: its first bar may be a start.
            var after = upTo - LookBack - MarketCalendar.MinutesPerDay * 4;
            if (await FindAsync(bars, after, upTo, after < first, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return first;
    }

    private static async Task<Minute?> FindAsync(
        IBarStore bars, Minute after, Minute upTo, bool fromFirst, CancellationToken cancellationToken)
    {
        Minute? found = null;
        int? before = null;
        await foreach (var minute in bars.ReadAsync(after, upTo, cancellationToken))
        {
            if (MarketCalendar.TryGetNumber(minute.Close, out var number))
            {
                var starts = before is { } last ? number - last - 1 > MarketCalendar.LongestGap : fromFirst;
                (found, before) = (starts ? minute.Close : found, number);
            }
        }

        return found;
    }
}
