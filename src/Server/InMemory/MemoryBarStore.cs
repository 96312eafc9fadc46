using System.Runtime.CompilerServices;
using Bqx.Core;

namespace Bqx.Server.InMemory;

/// <summary>Bars of a server that runs without a database: the last of them, in memory.</summary>
internal sealed class MemoryBarStore : IBarStore
{
    private const int MaxMinutes = 3 * MarketCalendar.MinutesPerDay;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<Minute, SortedDictionary<Pair, Bar>> _minutes = [];

    public Task WriteAsync(ReadOnlyMemory<Bar> bars, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (ref readonly var bar in bars.Span)
            {
                var minute = _minutes.TryGetValue(bar.Close, out var known) ? known : _minutes[bar.Close] = [];
                minute[bar.Pair] = bar;
            }

            while (_minutes.Count > MaxMinutes)
            {
                _minutes.Remove(_minutes.Keys.First());
            }
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<MinuteBars> ReadAsync(
        Minute? after, Minute? upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteBars> found;
        lock (_lock)
        {
            found =
            [
                .. from minute in _minutes
                   where (after is null || minute.Key > after) && (upTo is null || minute.Key <= upTo)
                   select new MinuteBars(minute.Key, minute.Value.Values.ToArray()),
            ];
        }

        foreach (var minute in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return minute;
        }

        await Task.CompletedTask;
    }

    public Task<(Minute First, Minute Last)?> GetRangeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<(Minute First, Minute Last)?>(
                _minutes.Count == 0 ? null : (_minutes.Keys.First(), _minutes.Keys.Last()));
        }
    }
}
