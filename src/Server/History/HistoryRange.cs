using Bqx.Core;

namespace Bqx.Server.History;

/// <summary>
/// Market minutes that are asked for, both ends included. Empty where the last is before the first.
/// </summary>
/// <param name="First">Number of the first.</param>
/// <param name="Last">Number of the last.</param>
internal readonly record struct HistoryRange(int First, int Last)
{
    /// <summary>What is kept of a wish.</summary>
    /// <param name="since">First close; null: as far back as there is.</param>
    /// <param name="until">Last close; null: the latest.</param>
    /// <param name="lastMinutes">Instead of <paramref name="since"/>: how many market minutes up to the last; 0: not asked for.</param>
    /// <param name="latest">Number of the latest minute that is kept.</param>
    /// <param name="capacity">Market minutes that are kept.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the wish contradicts itself, or lies outside the calendar.</exception>
    public static HistoryRange Of(DateTimeOffset? since, DateTimeOffset? until, int lastMinutes, int latest, int capacity)
    {
        if (lastMinutes < 0 || lastMinutes > capacity)
        {
            throw new FaultException(Fault.InvalidInput, $"last_minutes is {lastMinutes}: 1 to {capacity} is right.");
        }

        if (lastMinutes > 0 && since is not null)
        {
            throw new FaultException(Fault.InvalidInput, "since and last_minutes are two ways to say one thing: send one of them.");
        }

        if (since > until)
        {
            throw new FaultException(Fault.InvalidInput, $"since is {since:u} and until {until:u}: since must not be later.");
        }

        // A close at or after an instant is one after the last whole minute before it.
        var last = until is { } end ? Math.Min(latest, MarketCalendar.NumberAtOrBefore(Minute.Floor(end))) : latest;
        var wanted = since is { } start
            ? MarketCalendar.NumberAtOrBefore(Minute.Floor(start.AddTicks(-1))) + 1
            : last - (lastMinutes > 0 ? lastMinutes : capacity) + 1;
        return new HistoryRange(Math.Max(Math.Max(0, latest - capacity + 1), wanted), last);
    }
}
