using Bqx.Core;

namespace Bqx.Server.History;

/// <summary>
/// The bars of the closed minutes among the last <see cref="Capacity"/> market minutes, those that were filled left
/// out: about 1.5 MB. A place for each market minute, replaced whole; readers take no lock.
/// </summary>
internal sealed class RecentBars
{
    /// <summary>Market minutes that are kept.</summary>
    public const int Capacity = MarketCalendar.MinutesPerDay;

    private const int Nothing = -1;

    private readonly Entry?[] _entries = new Entry?[Capacity];
    private int _latest = Nothing;

    /// <summary>Number of the latest minute; null while there is none.</summary>
    public int? Latest => Volatile.Read(ref _latest) is var latest and not Nothing ? latest : null;

    /// <summary>Takes in bars of closed minutes, in the place of others of the same pair and minute.</summary>
    public void Put(ReadOnlySpan<Bar> bars)
    {
        while (!bars.IsEmpty)
        {
            var count = 1;
            while (count < bars.Length && bars[count].Close == bars[0].Close)
            {
                count++;
            }

            Put(bars[..count], replaces: true);
            bars = bars[count..];
        }
    }

    /// <summary>Takes in a minute that was stored before: what is known of it already stays.</summary>
    public void Fill(MinuteBars minute) => Put(minute.Bars.Span, replaces: false);

    /// <summary>The bars of a minute by pair; empty where there are none, or where it is too long ago.</summary>
    public ReadOnlyMemory<Bar> Find(int number) =>
        number >= 0 && Volatile.Read(ref _entries[number % Capacity]) is { } entry && entry.Number == number ? entry.Bars : default;

    private void Put(ReadOnlySpan<Bar> bars, bool replaces)
    {
        if (bars.IsEmpty || !MarketCalendar.TryGetNumber(bars[0].Close, out var number))
        {
            return;
        }

        ref var place = ref _entries[number % Capacity];
        for (var seen = Volatile.Read(ref place); seen is null || seen.Number <= number;)
        {
            var next = new Entry(number, seen?.Number == number ? Merge(seen.Bars, bars, replaces) : bars.ToArray());
            var before = Interlocked.CompareExchange(ref place, next, seen);
            if (ReferenceEquals(before, seen))
            {
                Advance(number);
                return;
            }

            seen = before;
        }
    }

    private void Advance(int number)
    {
        for (var latest = Volatile.Read(ref _latest); latest < number;)
        {
            var before = Interlocked.CompareExchange(ref _latest, number, latest);
            if (before == latest)
            {
                return;
            }

            latest = before;
        }
    }

    private static Bar[] Merge(Bar[] known, ReadOnlySpan<Bar> bars, bool replaces)
    {
        var (first, second) = replaces ? (bars.ToArray(), known) : (known, bars.ToArray());
        return [.. first.Concat(second).DistinctBy(bar => bar.Pair).OrderBy(bar => bar.Pair)];
    }

    private sealed record Entry(int Number, Bar[] Bars);
}
