using Bqx.Core;
using Bqx.Features;
using Bqx.Server.History;
using Bqx.Server.Pipeline;

namespace Bqx.Server.Hosting;

/// <summary>Brings features to the last stored bar: from a stored state where there is one, else from the first bar.</summary>
internal sealed partial class EngineWarmup(
    ServerStores stores, FeatureTimeline timeline, LatestBars latest, RecentBars recent, TimeProvider time, ILogger<EngineWarmup> logger)
{
    /// <summary>Takes in what has been stored since the engine's present minute. May be called again after a failure.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(timeline, null, cancellationToken);

    /// <summary>Builds features beside the present ones, from a state older than a minute.</summary>
    /// <param name="before">States of this minute and later are not used; null = the latest is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    public async Task<FeatureTimeline> RebuildAsync(Minute? before, CancellationToken cancellationToken)
    {
        var fresh = new FeatureTimeline(new FeatureEngine());
        await RunAsync(fresh, before, cancellationToken);
        return fresh;
    }

    private async Task RunAsync(FeatureTimeline target, Minute? before, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (target.Engine.Close is null)
        {
            await LoadStateAsync(target, before - 1, cancellationToken);
        }

        var minutes = 0;
        Minute? last = null;
        await foreach (var minute in stores.Bars.ReadAsync(target.Engine.Close, null, cancellationToken))
        {
            // Asked only where there is something to read: after a state that was stored at the stop there is nothing.
            last ??= (await stores.Bars.GetRangeAsync(cancellationToken))?.Last ?? minute.Close;

            // Bars are checked on their way into the store; one that was put there otherwise is not worth the start.
            if (MarketCalendar.IsOpen(minute.Close))
            {
                target.Advance(minute, keepCheckpoints: last.Value - minute.Close < MarketCalendar.MinutesPerDay);
                latest.Update(minute.Bars.Span);
                recent.Put(minute.Bars.Span);
                minutes++;
            }
        }

        if (target.Engine.Close is { } close)
        {
            LogWarm(close, minutes, time.GetElapsedTime(started).TotalSeconds);
        }
        else
        {
            LogNoBars();
        }
    }

    private async Task LoadStateAsync(FeatureTimeline target, Minute? notAfter, CancellationToken cancellationToken)
    {
        var stored = await stores.Features.ReadEngineStateAsync(FeatureCatalogue.Schema.Fingerprint, notAfter, cancellationToken);
        if (stored is not { } state)
        {
            return;
        }

        try
        {
            target.Load(state.State);
        }
        catch (FaultException damaged)
        {
            LogStateRefused(state.Close, damaged.Message);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "No bars are stored: the engine starts empty")]
    private partial void LogNoBars();

    [LoggerMessage(1002, LogLevel.Information, "Features are warm as of {Close}: {Minutes} minutes read in {Seconds:F1} s")]
    private partial void LogWarm(Minute close, int minutes, double seconds);

    [LoggerMessage(1003, LogLevel.Warning, "The engine state of {Close} is not used, all bars are read: {Reason}")]
    private partial void LogStateRefused(Minute close, string reason);
}
