using System.Runtime.CompilerServices;
using Bqx.Core;

namespace Bqx.Trainer.Up;

/// <summary>
/// Loads history but keeps the last trading day, to be replayed as if it were live. The end of every pair's stream is
/// kept in memory; <see cref="ReleaseAsync"/> then splits it at one minute for all pairs and loads the earlier part.
/// </summary>
internal sealed class HoldBackLoader(IBarBulkLoader inner) : IBarBulkLoader
{
    // Calendar minutes that surely hold a trading day, weekend and all.
    private const int HeldMinutes = 5 * 1440;

    private readonly List<Bar>[] _held = [.. Pair.All.Select(_ => new List<Bar>())];

    /// <inheritdoc/>
    public async Task<long> LoadAsync(Pair pair, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken)
    {
        // A later file of the same pair: what was held is no longer its last day.
        var before = _held[pair.Index];
        _held[pair.Index] = [];
        return await inner.LoadAsync(pair, AllButLastDaysAsync(before, bars, _held[pair.Index], cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Loads what lies before the last trading day of all pairs together, and returns how many rows that changed, and that day,
    /// minute by minute.
    /// </summary>
    public async Task<(long Changed, IReadOnlyList<MinuteBars> LastDay)> ReleaseAsync(CancellationToken cancellationToken)
    {
        var all = _held.SelectMany(bars => bars).ToList();
        if (all.Count == 0)
        {
            return (0, []);
        }

        var last = all.Max(bar => bar.Close);
        var cut = MarketCalendar.CloseOf(MarketCalendar.NumberAtOrBefore(last) - MarketCalendar.MinutesPerDay);
        var changed = 0L;
        foreach (var group in all.Where(bar => bar.Close <= cut).GroupBy(bar => bar.Pair))
        {
            changed += await inner.LoadAsync(group.Key, group.OrderBy(bar => bar.Close).ToAsyncEnumerable(), cancellationToken);
        }

        return (changed,
        [
            .. all.Where(bar => bar.Close > cut)
                .GroupBy(bar => bar.Close)
                .OrderBy(minute => minute.Key)
                .Select(minute => new MinuteBars(minute.Key, minute.OrderBy(bar => bar.Pair).ToArray())),
        ]);
    }

    private static async IAsyncEnumerable<Bar> AllButLastDaysAsync(
        List<Bar> before, IAsyncEnumerable<Bar> bars, List<Bar> held, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new Queue<Bar>(before);
        await foreach (var bar in bars.WithCancellation(cancellationToken))
        {
            window.Enqueue(bar);
            while (bar.Close - window.Peek().Close > HeldMinutes)
            {
                yield return window.Dequeue();
            }
        }

        held.AddRange(window);
    }
}
