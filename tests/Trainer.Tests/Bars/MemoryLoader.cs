using System.Collections.Concurrent;
using Bqx.Core;

namespace Bqx.Trainer.Tests.Bars;

/// <summary>Keeps what is loaded, and refuses what the real one refuses.</summary>
internal sealed class MemoryLoader : IBarBulkLoader
{
    private readonly ConcurrentDictionary<Pair, SortedDictionary<Minute, Bar>> _bars = new();
    private readonly ConcurrentDictionary<Pair, bool> _busy = new();

    public IReadOnlyCollection<Bar> Of(Pair pair) => _bars.TryGetValue(pair, out var bars) ? bars.Values : [];

    public async Task<long> LoadAsync(Pair pair, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken)
    {
        _busy.TryAdd(pair, true).ShouldBeTrue("one pair's files must follow one another");
        var stored = _bars.GetOrAdd(pair, _ => []);
        var (changed, last) = (0L, new Minute(int.MinValue));
        await foreach (var bar in bars.WithCancellation(cancellationToken))
        {
            bar.Pair.ShouldBe(pair);
            bar.Close.Value.ShouldBeGreaterThan(last.Value);
            last = bar.Close;
            changed += !stored.TryGetValue(bar.Close, out var old) || old != bar ? 1 : 0;
            stored[bar.Close] = bar;
        }

        _busy.TryRemove(pair, out _);
        return changed;
    }
}
