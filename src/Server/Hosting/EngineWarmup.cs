using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Pipeline;

namespace Bqx.Server.Hosting;

/// <summary>Brings the engine to the last stored bar: from the latest stored state where there is one, else from the first bar.</summary>
internal sealed partial class EngineWarmup(
    ServerStores stores, FeatureTimeline timeline, LatestBars latest, TimeProvider time, ILogger<EngineWarmup> logger)
{
    /// <summary>Takes in what has been stored since the engine's present minute. May be called again after a failure.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (await stores.Bars.GetRangeAsync(cancellationToken) is not { } range)
        {
            LogNoBars();
            return;
        }

        if (timeline.Engine.Close is null)
        {
            await LoadStateAsync(cancellationToken);
        }

        var minutes = 0;
        await foreach (var minute in stores.Bars.ReadAsync(timeline.Engine.Close, null, cancellationToken))
        {
            // Bars are checked on their way into the store; one that was put there otherwise is not worth the start.
            if (MarketCalendar.IsOpen(minute.Close))
            {
                timeline.Advance(minute, keepCheckpoints: range.Last - minute.Close < MarketCalendar.MinutesPerDay);
                latest.Update(minute.Bars.Span);
                minutes++;
            }
        }

        LogWarm(timeline.Engine.Close ?? range.Last, minutes, time.GetElapsedTime(started).TotalSeconds);
    }

    private async Task LoadStateAsync(CancellationToken cancellationToken)
    {
        var stored = await stores.Features.ReadEngineStateAsync(FeatureCatalogue.Schema.Fingerprint, null, cancellationToken);
        if (stored is not { } state)
        {
            return;
        }

        try
        {
            timeline.Load(state.State);
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
