using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Trainer.Bars;

/// <summary>Loads synthetic bars into the store, a month of all pairs at a time.</summary>
internal sealed class LoadSyntheticJob(IBarBulkLoader loader)
{
    /// <summary>Returns how many bars were made and how many rows of the database are new or changed.</summary>
    /// <param name="market">Where bars come from.</param>
    /// <param name="from">Start; see <see cref="SyntheticMarket.Generate"/>.</param>
    /// <param name="to">End.</param>
    /// <param name="loaded">Hears the number of bars of every pair and month loaded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(long Bars, long Changed)> RunAsync(
        SyntheticMarket market, Minute from, Minute to, Action<int>? loaded, CancellationToken cancellationToken)
    {
        var (bars, changed) = (0L, 0L);
        var month = Pair.All.Select(_ => new List<Bar>(32_000)).ToArray();
        var current = 0;
        foreach (var minute in market.Generate(from, to))
        {
            if (MonthOf(minute.Close) != current)
            {
                changed += await FlushAsync(month, loaded, cancellationToken);
                current = MonthOf(minute.Close);
            }

            foreach (ref readonly var bar in minute.Bars.Span)
            {
                month[bar.Pair.Index].Add(bar);
            }

            bars += minute.Bars.Length;
        }

        return (bars, changed + await FlushAsync(month, loaded, cancellationToken));
    }

    private async Task<long> FlushAsync(List<Bar>[] month, Action<int>? loaded, CancellationToken cancellationToken)
    {
        var changed = 0L;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(month.Where(bars => bars.Count > 0), parallel, async (bars, token) =>
        {
            Interlocked.Add(ref changed, await loader.LoadAsync(bars[0].Pair, bars.ToAsyncEnumerable(), token));
            loaded?.Invoke(bars.Count);
            bars.Clear();
        });
        return changed;
    }

    private static int MonthOf(Minute close)
    {
        var day = close.ToDateTime();
        return (day.Year * 12) + day.Month;
    }
}
