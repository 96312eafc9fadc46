using Bqx.Core;
using Bqx.Server.History;

namespace Bqx.Server.Hosting;

/// <summary>
/// Reads the last day's bars that the start did not have to read, because the features continued from a stored state.
/// It runs beside serving: until it is done, the history of bars begins later.
/// </summary>
internal sealed partial class BarBackfill(ServerStores stores, RecentBars recent, TimeProvider time, ILogger<BarBackfill> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Fills once, then waits until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!await TryFillAsync(cancellationToken))
        {
            await Task.Delay(RetryAfter, time, cancellationToken);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Reads what is lacking; false where the store is out of reach.</summary>
    public async Task<bool> TryFillAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await LackingAsync(cancellationToken) is { } lacking)
            {
                await foreach (var minute in stores.Bars.ReadAsync(lacking.After, lacking.UpTo, cancellationToken))
                {
                    recent.Fill(minute);
                }
            }

            return true;
        }
        catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
        {
            LogWaiting(error.Message);
            return false;
        }
    }

    // A state that was stored at the stop leaves the start nothing to read: then the day ends with the last stored bar.
    private async Task<(Minute After, Minute UpTo)?> LackingAsync(CancellationToken cancellationToken)
    {
        var latest = recent.Latest
            ?? (await stores.Bars.GetRangeAsync(cancellationToken) is { } range ? MarketCalendar.NumberAtOrBefore(range.Last) : null);
        if (latest is not { } last)
        {
            return null;
        }

        var oldest = Math.Max(0, last - RecentBars.Capacity + 1);
        var first = Enumerable.Range(oldest, last - oldest + 1).FirstOrDefault(number => !recent.Find(number).IsEmpty, last + 1);
        return first == oldest ? null : (MarketCalendar.CloseOf(oldest) - 1, MarketCalendar.CloseOf(first) - 1);
    }

    [LoggerMessage(1601, LogLevel.Warning, "The bars of the last day cannot be read yet: {Reason}")]
    private partial void LogWaiting(string reason);
}
